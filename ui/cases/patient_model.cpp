#include "ui/cases/patient_model.h"

#include <QLocale>

#include <algorithm>

#include "ui/cases/case_words.h"
#include "ui/shell/class_words.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

const casebook::CaseSummary* lastSession(const casebook::PatientSummary& patient) { return patient.sessions.empty() ? nullptr : &patient.sessions.back(); }

/// The last one in which cells are identified; the last where there is none.
const casebook::CaseSummary* countedSession(const casebook::PatientSummary& patient, const std::string& blastClass) {
    for (auto session = patient.sessions.rbegin(); session != patient.sessions.rend(); ++session)
        if (blastShare(*session, blastClass).share) return &*session;
    return lastSession(patient);
}

BlastShare lastShare(const casebook::PatientSummary& patient, const std::string& blastClass) {
    const auto* session = countedSession(patient, blastClass);
    return session ? blastShare(*session, blastClass) : BlastShare();
}

}  // namespace

PatientModel::PatientModel(QObject* parent) : QAbstractTableModel(parent), m_patients(std::make_shared<const std::vector<casebook::PatientSummary>>()) {}

void PatientModel::set(PatientListPointer patients, const std::string& blastClass) {
    beginResetModel();
    m_patients = std::move(patients);
    m_localTexts.assign(m_patients->size(), QString());
    m_blastClass = blastClass;
    endResetModel();
}

const QString& PatientModel::localText(int row) const {
    QString& text = m_localTexts[static_cast<std::size_t>(row)];
    if (!text.isNull()) return text;
    QStringList words{patientTitle(patient(row).patient.label)};
    for (const auto& session : patient(row).sessions) {
        words << caseDate(session.taken) << stateTitle(session.state) << materialTitle(session.material);
        for (const auto& count : session.counts) words << QStringLiteral("%1:%2").arg(classTitle(count.className)).arg(count.cells);
    }
    text = words.join('\n').toLower();
    return text;
}

int PatientModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_patients->size()); }

int PatientModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant PatientModel::text(const casebook::PatientSummary& shown, int column) const {
    switch (column) {
        case Name: return patientTitle(shown.patient.label);
        case Sessions: return QLocale().toString(static_cast<qulonglong>(shown.sessions.size()));
        case LastDate: return lastSession(shown) ? caseDate(lastSession(shown)->taken) : QStringLiteral("–");
        case Cells: {
            const auto* session = countedSession(shown, m_blastClass);
            return session ? QLocale().toString(session->cells) : QStringLiteral("–");
        }
        case Blasts: {
            const auto share = lastShare(shown, m_blastClass);
            return share.share ? percentText(share.share->value, 1) : QStringLiteral("–");
        }
        case State: return shown.sessions.empty() ? QStringLiteral("–") : stateTitle(shown.state());
        default: return {};
    }
}

QVariant PatientModel::key(const casebook::PatientSummary& shown, int column) const {
    switch (column) {
        case Sessions: return static_cast<qulonglong>(shown.sessions.size());
        case LastDate: return lastSession(shown) ? QString::fromStdString(lastSession(shown)->taken) : QString();
        case Cells: {
            const auto* session = countedSession(shown, m_blastClass);
            return session ? session->cells : -1;
        }
        case Blasts: {
            const auto share = lastShare(shown, m_blastClass);
            return share.share ? share.share->value : -1.0;
        }
        case State: return shown.sessions.empty() ? -1 : static_cast<int>(shown.state());
        default: return text(shown, column);
    }
}

QVariant PatientModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto& shown = patient(index.row());
    switch (role) {
        case Qt::DisplayRole: return text(shown, index.column());
        case Qt::UserRole: return key(shown, index.column());
        case IdRole: return static_cast<qlonglong>(shown.patient.id);
        case Qt::DecorationRole: return index.column() == State && !shown.sessions.empty() ? QVariant(stateIcon(shown.state())) : QVariant();
        case Qt::TextAlignmentRole: {
            const bool isNumber = index.column() == Sessions || index.column() == Cells || index.column() == Blasts;
            return QVariant(Qt::Alignment((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
        }
        case Qt::ForegroundRole: return index.column() == Name && shown.patient.label.empty() ? QVariant(Theme::mutedText()) : QVariant();
        case Qt::ToolTipRole: {
            if (index.column() == Name || index.column() == State) return text(shown, index.column());
            if (index.column() != Blasts) return {};
            const auto share = lastShare(shown, m_blastClass);
            return share.share ? tr("%1 of %2 identified cells: %3").arg(QLocale().toString(share.blasts), QLocale().toString(share.identified), shareText(*share.share)) : QString();
        }
        default: return {};
    }
}

QVariant PatientModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return QVariant(Qt::Alignment((section == Sessions || section == Cells || section == Blasts ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    if (role == Qt::ToolTipRole && section == Blasts) return tr("Blasts among the identified cells of the last session that has some");
    if (role == Qt::ToolTipRole && section == Cells) return tr("Cells of the session that the share of blasts is of");
    if (role == Qt::ToolTipRole && section == LastDate) return tr("Date of the last sample");
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (section) {
        case Name: return tr("Patient");
        case Sessions: return tr("Sessions");
        case LastDate: return tr("Date");
        case Cells: return tr("Cells");
        case Blasts: return tr("Blasts");
        case State: return tr("State");
        default: return {};
    }
}

PatientFilter::PatientFilter(PatientModel& patients, QObject* parent) : QSortFilterProxyModel(parent), m_patients(patients) {
    setSourceModel(&patients);
    setSortRole(Qt::UserRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(true);
}

void PatientFilter::setSearch(const QString& words) {
    m_words = words.toLower().split(' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool PatientFilter::filterAcceptsRow(int row, const QModelIndex&) const {
    return std::ranges::all_of(m_words, [&](const QString& word) { return casebook::matches(m_patients.patient(row), word.toStdString()) || m_patients.localText(row).contains(word); });
}

}  // namespace leukolens::ui
