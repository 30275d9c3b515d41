#include "ui/data/subject_model.h"

#include <QLocale>

#include <algorithm>
#include <map>

#include "core/dataset/typed_fact.h"
#include "core/inference/model_card.h"
#include "ui/shell/fact_words.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/theme.h"
#include "ui/widgets/fold_mark.h"

namespace leukolens::ui {
namespace {

std::map<std::string, QString> testFoldsOf(const SplitPlan& plan) {
    std::map<std::string, QString> folds;
    for (std::size_t column = 0; column < plan.columns.size(); ++column) {
        QStringList tested;
        for (std::size_t fold = 0; fold < plan.folds.size(); ++fold) {
            if (plan.folds[fold][column].test > 0) tested << QString::number(fold + 1);
        }
        folds[plan.columns[column].name] = tested.join(", ");
    }
    return folds;
}

/// Facts that anybody has, the usual ones first.
std::vector<std::string> knownFacts(const dataset::Dataset& dataset) {
    dataset::FactsBySubject facts;
    for (std::size_t i = 0; i < dataset.facts.size(); ++i) facts[dataset.subjects[i]] = dataset.facts[i];
    std::map<std::string, int> counts = dataset::countFacts(facts);
    std::vector<std::string> known;
    for (const auto usual : dataset::kFactNames) {
        if (counts.erase(std::string(usual)) > 0) known.emplace_back(usual);
    }
    for (const auto& [name, count] : counts) known.push_back(name);
    return known;
}

bool isNumber(const std::string& fact) { return fact == "ageYears" || fact == "whiteCount" || fact == "mrdPercent"; }

/// For sorting; what is missing comes before all else.
QVariant numberOf(const dataset::SubjectFacts& facts, const std::string& fact) {
    const auto& number = fact == "ageYears" ? facts.ageYears : fact == "whiteCount" ? facts.whiteCount : facts.mrdPercent;
    return number ? QVariant(*number) : QVariant(-1.0);
}

}  // namespace

void SubjectModel::show(const dataset::Dataset& dataset, const std::optional<SplitPlan>& plan) {
    beginResetModel();
    m_rows.assign(dataset.subjects.size(), {});
    std::vector<std::vector<int>> counts(dataset.subjects.size(), std::vector<int>(dataset.classes.size(), 0));
    for (const dataset::Cell& cell : dataset.cells) {
        if (cell.subjectIndex >= 0)
            ++counts[static_cast<std::size_t>(cell.subjectIndex)][static_cast<std::size_t>(cell.classIndex)];
    }
    const std::map<std::string, QString> testFolds = plan ? testFoldsOf(*plan) : std::map<std::string, QString>();
    m_facts = knownFacts(dataset);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        Row& row = m_rows[i];
        if (i < dataset.facts.size()) row.facts = dataset.facts[i];
        row.subject = QString::fromStdString(dataset.subjects[i]);
        QStringList names;
        for (std::size_t c = 0; c < dataset.classes.size(); ++c) {
            if (counts[i][c] == 0) continue;
            names << coreText(inference::displayName(dataset.classes[c]));
            if (row.rawClass.isEmpty()) {
                row.rawClass = QString::fromStdString(dataset.classes[c]);
                row.classIndex = static_cast<int>(c);
            }
            row.cells += counts[i][c];
        }
        row.className = names.join(" + ");
        const auto tested = testFolds.find(dataset.subjects[i]);
        if (tested != testFolds.end()) row.testFolds = tested->second;
    }
    endResetModel();
}

int SubjectModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SubjectModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : FirstFact + static_cast<int>(m_facts.size());
}

QVariant SubjectModel::data(const QModelIndex& index, int role) const {
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (index.column() >= FirstFact) return factData(row, m_facts[static_cast<std::size_t>(index.column() - FirstFact)], role);
    if (role == Qt::TextAlignmentRole && index.column() >= Cells) return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::DecorationRole && index.column() == Class)
        return dotPixmap(Theme::classColour(row.rawClass, row.classIndex), 14);
    if (role == Qt::UserRole && index.column() == Cells) return row.cells;
    if (role != Qt::DisplayRole && role != Qt::UserRole) return {};
    switch (index.column()) {
        case Subject: return row.subject;
        case Class: return row.className;
        case Cells: return QLocale().toString(row.cells);
        case TestFold: return row.testFolds;
        default: return {};
    }
}

QVariant SubjectModel::factData(const Row& row, const std::string& fact, int role) const {
    if (role == Qt::TextAlignmentRole) return int((isNumber(fact) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::UserRole && isNumber(fact)) return numberOf(row.facts, fact);
    if (role == Qt::DisplayRole || role == Qt::UserRole) return factText(row.facts, fact);
    return {};
}

QVariant SubjectModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (section >= FirstFact && section < columnCount()) {
        const std::string& fact = m_facts[static_cast<std::size_t>(section - FirstFact)];
        if (role == Qt::TextAlignmentRole) return int((isNumber(fact) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        if (role == Qt::ToolTipRole) return factHelp(fact);
        return role == Qt::DisplayRole ? factTitle(fact) : QVariant();
    }
    if (role == Qt::TextAlignmentRole) return int((section >= Cells ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Subject: return tr("Subject");
        case Class: return tr("Class");
        case Cells: return tr("Cells");
        case TestFold: return tr("Tested in fold");
        default: return {};
    }
}

}  // namespace leukolens::ui
