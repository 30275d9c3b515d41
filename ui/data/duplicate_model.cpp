#include "ui/data/duplicate_model.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/files.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

QString DuplicateModel::placeWords(dataset::LeakPlace place) {
    switch (place) {
        case dataset::LeakPlace::TrainingAndExternal: return tr("training and external test");
        case dataset::LeakPlace::BetweenClasses: return tr("two classes");
        case dataset::LeakPlace::BetweenSubjects: return tr("two subjects");
        case dataset::LeakPlace::WithinClass: return tr("one class");
    }
    return {};
}

DuplicateModel::DuplicateModel(const LabelSession& session, QObject* parent) : QAbstractTableModel(parent), m_session(session) {
    connect(&session, &LabelSession::changed, this, &DuplicateModel::onDecided);
}

void DuplicateModel::show(std::vector<dataset::Leak> findings) {
    beginResetModel();
    m_findings = std::move(findings);
    m_dividedFolds.assign(m_findings.size(), 0);
    endResetModel();
}

void DuplicateModel::add(const std::vector<dataset::Leak>& findings) {
    std::vector<dataset::Leak> fresh;
    for (const auto& finding : findings) {
        const auto isSame = [&](const dataset::Leak& other) { return other.first == finding.first && other.second == finding.second; };
        if (std::ranges::none_of(m_findings, isSame)) fresh.push_back(finding);
    }
    if (fresh.empty()) return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(fresh.size()) - 1);
    m_findings.insert(m_findings.end(), fresh.begin(), fresh.end());
    m_dividedFolds.resize(m_findings.size());
    endInsertRows();
}

void DuplicateModel::showSplit(const dataset::Dataset& data, const std::optional<dataset::Split>& split) {
    m_dividedFolds.assign(m_findings.size(), 0);
    if (split && !m_findings.empty()) {
        using Pair = std::pair<std::string, std::string>;
        const auto key = [](const dataset::Dataset& from, int first, int second) {
            const auto [smaller, greater] = std::minmax(dataset::cellAt(from, first).path.native(), dataset::cellAt(from, second).path.native());
            return Pair(smaller, greater);
        };
        const dataset::Leaks now = dataset::carriedOver(*m_session.read(), {m_findings}, data);
        std::map<Pair, int> folds;
        for (const auto& across : dataset::leaksAcross(data, *split, now))
            if (across.finding >= 0 && across.spoilsTest()) ++folds[key(data, across.first, across.second)];
        for (std::size_t i = 0; i < m_findings.size(); ++i) {
            const auto found = folds.find(key(*m_session.read(), m_findings[i].first, m_findings[i].second));
            if (found != folds.end()) m_dividedFolds[i] = found->second;
        }
    }
    if (!m_findings.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void DuplicateModel::onDecided() {
    if (!m_findings.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

dataset::LeakDecision DuplicateModel::decisionOn(int row) const {
    const auto& read = *m_session.read();
    return m_session.decisions().of(dataset::cellAt(read, at(row).first).sha256, dataset::cellAt(read, at(row).second).sha256);
}

int DuplicateModel::countOpen() const {
    int count = 0;
    for (int row = 0; row < rowCount(); ++row) count += decisionOn(row) == dataset::LeakDecision::Undecided;
    return count;
}

int DuplicateModel::countDivided() const {
    return static_cast<int>(std::ranges::count_if(m_dividedFolds, [](int folds) { return folds > 0; }));
}

int DuplicateModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_findings.size()); }

int DuplicateModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString DuplicateModel::nameOf(int place) const { return QString::fromStdString(toUtf8(dataset::cellAt(*m_session.read(), place).path.filename())); }

QString DuplicateModel::decisionWords(int row) const {
    switch (decisionOn(row)) {
        case dataset::LeakDecision::Undecided: return tr("open");
        case dataset::LeakDecision::Keep: return tr("both kept");
        case dataset::LeakDecision::SamePatient: return tr("same patient");
        case dataset::LeakDecision::Drop: break;
    }
    // Which of the two stays is part of the decision.
    const auto& first = dataset::cellAt(*m_session.read(), at(row).first).sha256;
    const auto& second = dataset::cellAt(*m_session.read(), at(row).second).sha256;
    return m_session.decisions().pairOf(first, second).second == second ? tr("second left out") : tr("first left out");
}

QString DuplicateModel::words(int row, int column) const {
    const dataset::Leak& leak = at(row);
    switch (column) {
        // What is not the very same is not called 100 %.
        case Similarity: return leak.kind == dataset::LeakKind::Exact ? tr("identical") : tr("%1 %").arg(QLocale().toString(std::min(99.9, std::floor(1000 * leak.similarity) / 10), 'f', 1));
        case First: return nameOf(leak.first);
        case Second: return nameOf(leak.second);
        case Found: return placeWords(leak.place);
        case Decision: return decisionWords(row);
        default: return {};
    }
}

QVariant DuplicateModel::data(const QModelIndex& index, int role) const {
    const int row = index.row();
    switch (role) {
        case Qt::DisplayRole: return words(row, index.column());
        case Qt::DecorationRole:
            return index.column() == Similarity && isDivided(row) ? QVariant(Theme::icon("warning", Theme::warning())) : QVariant();
        case Qt::ToolTipRole:
            if (index.column() == First || index.column() == Second)
                return QString::fromStdString(toUtf8(dataset::cellAt(*m_session.read(), index.column() == First ? at(row).first : at(row).second).path));
            if (isDivided(row)) return tr("In training and in test in %Ln fold(s) of the present split", "", m_dividedFolds[static_cast<std::size_t>(row)]);
            return {};
        case SortRole: return index.column() == Similarity ? QVariant(at(row).kind == dataset::LeakKind::Exact ? 2.0 : at(row).similarity) : QVariant(words(row, index.column()));
        case IsOpenRole: return decisionOn(row) == dataset::LeakDecision::Undecided;
        case IsDividedRole: return isDivided(row);
        case Qt::ForegroundRole: return decisionOn(row) == dataset::LeakDecision::Undecided || index.column() == Decision ? QVariant() : QVariant(Theme::mutedText());
        default: return {};
    }
}

QVariant DuplicateModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Similarity: return tr("Alike");
        case First: return tr("First");
        case Second: return tr("Second");
        case Found: return tr("Found in");
        case Decision: return tr("Decision");
        default: return {};
    }
}

}  // namespace leukolens::ui
