#include "ui/cases/audit_words.h"

#include <QCoreApplication>
#include <QLocale>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

#include "ui/cases/case_words.h"
#include "ui/shell/class_words.h"
#include "ui/shell/dates.h"
#include "ui/shell/fact_words.h"

namespace leukolens::ui {
namespace {

using nlohmann::json;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(AuditWords)
};

QString plainText(const json& value) {
    if (value.is_string()) return QString::fromStdString(value.get<std::string>());
    if (value.is_boolean()) return value.get<bool>() ? Words::tr("yes") : Words::tr("no");
    return value.is_null() ? QString() : QString::fromStdString(value.dump());
}

QString text(const json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() ? QString() : plainText(*found);
}

/// An old value and the new one.
QString arrow(const QString& from, const QString& to) { return QStringLiteral("%1 → %2").arg(from.isEmpty() ? QStringLiteral("–") : from, to.isEmpty() ? QStringLiteral("–") : to); }

QString factText(const json& fact) {
    if (!fact.is_object()) return {};
    casebook::PatientFact shown;
    shown.name = text(fact, "name").toStdString();
    shown.value = text(fact, "value").toStdString();
    QString words = factValueText(shown);
    if (const QString date = text(fact, "date"); !date.isEmpty()) words += QStringLiteral(", ") + caseDate(date.toStdString());
    if (const QString note = text(fact, "note"); !note.isEmpty()) words += QStringLiteral(", ") + note;
    return words;
}

QString factChange(const json& detail) {
    if (detail.contains("from") && detail.contains("to"))
        return Words::tr("%1: %2").arg(factTitle(text(detail["to"], "name").toStdString()), arrow(factText(detail["from"]), factText(detail["to"])));
    return Words::tr("%1: %2").arg(factTitle(text(detail, "name").toStdString()), factText(detail));
}

QString sampleValue(const std::string& key, const json& value) {
    if (key == "taken" && value.is_string()) return caseDate(value.get<std::string>());
    if (key != "material") return plainText(value);
    for (const auto material : {casebook::Material::Unknown, casebook::Material::Blood, casebook::Material::Marrow, casebook::Material::Other})
        if (value == std::string(casebook::toString(material))) return materialTitle(material);
    return plainText(value);
}

QString sampleChange(const json& detail) {
    QStringList parts;
    const json from = detail.value("from", json::object()), to = detail.value("to", json::object());
    for (const auto& [key, value] : to.items()) parts << arrow(sampleValue(key, from.contains(key) ? from[key] : json()), sampleValue(key, value));
    return parts.join(QStringLiteral(" · "));
}

/// What was decided of cells, each kind of change once with how many cells it is of.
QString cellChanges(const json& cells) {
    std::map<QString, int> kinds;
    for (const json& cell : cells) {
        const json from = cell.value("from", json()), to = cell.value("to", json());
        if (to.is_string()) ++kinds[arrow(classTitle(from.is_string() ? from.get<std::string>() : std::string()), classTitle(to.get<std::string>()))];
        if (!to.is_object()) continue;
        if (to.contains("class")) ++kinds[arrow(classTitle(text(from, "class").toStdString()), classTitle(text(to, "class").toStdString()))];
        const auto flag = [&](const char* key, const QString& on, const QString& off) {
            if (const auto found = to.find(key); found != to.end() && found->is_boolean()) ++kinds[found->get<bool>() ? on : off];
        };
        flag("excluded", Words::tr("excluded"), Words::tr("included again"));
        flag("marked", Words::tr("marked"), Words::tr("mark taken off"));
        if (!to.contains("class")) flag("reviewed", Words::tr("confirmed"), Words::tr("confirmation taken back"));
    }
    QStringList parts;
    for (const auto& [words, count] : kinds) parts << Words::tr("%Ln cell(s): %1", "", count).arg(words);
    return parts.join(QStringLiteral(" · "));
}

QString changeOf(const std::string& action, const json& detail) {
    if (action == "add_fact" || action == "change_fact" || action == "remove_fact" || action == "restore_fact") return factChange(detail);
    if (action == "describe_sample") return sampleChange(detail);
    if (action == "add_cells" || action == "remove_cells") return Words::tr("%Ln cell(s)", "", static_cast<int>(detail.value("cells", json::array()).size()));
    if (action == "decide" || action == "assign_class") return cellChanges(detail.value("cells", json::array()));
    if (action == "decide_reading") return Words::tr("%Ln cell(s)", "", static_cast<int>(detail.value("decisions", json::array()).size()));
    if (detail.contains("marks")) return Words::tr("%Ln place(s)", "", static_cast<int>(detail["marks"].size()));
    if (action == "sign" && detail.contains("cellCount")) return Words::tr("%Ln cell(s)", "", detail["cellCount"].is_number_integer() ? detail["cellCount"].get<int>() : 0);
    if (action == "reopen") return Words::tr("signed by %1").arg(text(detail, "signedBy"));
    if (detail.contains("from") && detail.contains("to") && !detail["from"].is_object()) return arrow(text(detail, "from"), text(detail, "to"));
    QStringList parts;
    for (const auto& [key, value] : detail.items())
        if (key != "reason" && !value.is_object() && !value.is_array()) parts << sampleValue(key, value);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

QString rowTitle(const casebook::AlteredRow& row) {
    using Of = casebook::AlteredRow::Of;
    const QString which = QString::fromStdString(row.which);
    switch (row.of) {
        case Of::Cell: return Words::tr("Cell %1").arg(which);
        case Of::Session: return Words::tr("Session %1").arg(which);
        case Of::Patient: return Words::tr("Patient %1").arg(which);
        case Of::Fact: return Words::tr("Fact %1").arg(which);
        case Of::Signature: return Words::tr("Signature %1").arg(which);
        case Of::Reading: return Words::tr("Second reading %1").arg(which);
        case Of::ReadingDecision: return Words::tr("Decision %1 of a second reading").arg(which);
        case Of::Account: return Words::tr("The account of %1").arg(which);
        case Of::Rule: return Words::tr("The rule %1").arg(which);
    }
    return which;
}

}  // namespace

QString auditAction(const std::string& action) {
    static const std::map<std::string, const char*> kActions = {
        {"create_case", QT_TRANSLATE_NOOP("AuditWords", "Session created")},
        {"move_case", QT_TRANSLATE_NOOP("AuditWords", "Session moved to another patient")},
        {"rename_case", QT_TRANSLATE_NOOP("AuditWords", "Case renamed")},
        {"describe_sample", QT_TRANSLATE_NOOP("AuditWords", "Sample described")},
        {"add_cells", QT_TRANSLATE_NOOP("AuditWords", "Cells classified")},
        {"decide", QT_TRANSLATE_NOOP("AuditWords", "Cells decided")},
        {"assign_class", QT_TRANSLATE_NOOP("AuditWords", "Cells decided")},
        {"remove_cells", QT_TRANSLATE_NOOP("AuditWords", "Cells removed")},
        {"sign", QT_TRANSLATE_NOOP("AuditWords", "Signed")},
        {"reopen", QT_TRANSLATE_NOOP("AuditWords", "Reopened")},
        {"start_reading", QT_TRANSLATE_NOOP("AuditWords", "Second reading started")},
        {"decide_reading", QT_TRANSLATE_NOOP("AuditWords", "Second reading: cells decided")},
        {"finish_reading", QT_TRANSLATE_NOOP("AuditWords", "Second reading finished")},
        {"mark_slide_cells", QT_TRANSLATE_NOOP("AuditWords", "Cells marked on a slide")},
        {"remove_slide_cells", QT_TRANSLATE_NOOP("AuditWords", "Marks on a slide removed")},
        {"undo_slide_cells", QT_TRANSLATE_NOOP("AuditWords", "Marks on a slide undone")},
        {"restore_slide_cells", QT_TRANSLATE_NOOP("AuditWords", "Marks on a slide put back")},
        {"cut_slide_cells", QT_TRANSLATE_NOOP("AuditWords", "Cells cut out of a slide")},
        {"import_case", QT_TRANSLATE_NOOP("AuditWords", "Case imported")},
        {"export_case", QT_TRANSLATE_NOOP("AuditWords", "Case exported")},
        {"create_patient", QT_TRANSLATE_NOOP("AuditWords", "Patient created")},
        {"rename_patient", QT_TRANSLATE_NOOP("AuditWords", "Patient renamed")},
        {"note", QT_TRANSLATE_NOOP("AuditWords", "Notes changed")},
        {"add_fact", QT_TRANSLATE_NOOP("AuditWords", "Fact added")},
        {"change_fact", QT_TRANSLATE_NOOP("AuditWords", "Fact changed")},
        {"remove_fact", QT_TRANSLATE_NOOP("AuditWords", "Fact removed")},
        {"restore_fact", QT_TRANSLATE_NOOP("AuditWords", "Fact put back")},
        {"chain", QT_TRANSLATE_NOOP("AuditWords", "Trail chained: the lines before are from an earlier version")},
        {"create_account", QT_TRANSLATE_NOOP("AuditWords", "Account created")},
        {"change_account", QT_TRANSLATE_NOOP("AuditWords", "Account changed")},
        {"set_passphrase", QT_TRANSLATE_NOOP("AuditWords", "Passphrase set")},
        {"set_rule", QT_TRANSLATE_NOOP("AuditWords", "Rule of the store changed")},
        {"back_up", QT_TRANSLATE_NOOP("AuditWords", "Backed up")},
        {"log_in", QT_TRANSLATE_NOOP("AuditWords", "Logged in")},
        {"log_in_failed", QT_TRANSLATE_NOOP("AuditWords", "Login refused")},
        {"copied_from", QT_TRANSLATE_NOOP("AuditWords", "Copied from another store")},
    };
    const auto found = kActions.find(action);
    return found == kActions.end() ? QString::fromStdString(action) : QCoreApplication::translate("AuditWords", found->second);
}

QString auditChange(const casebook::AuditRow& row) {
    const json detail = json::parse(row.detail, nullptr, false);
    // An edited file may hold anything: its line is shown as it stands.
    if (!detail.is_object()) return QString::fromStdString(row.detail);
    QString words;
    try {
        words = changeOf(row.action, detail);
    } catch (const json::exception&) {
        return QString::fromStdString(row.detail);
    }
    const QString reason = text(detail, "reason");
    if (reason.isEmpty()) return words;
    return words.isEmpty() ? Words::tr("Why: %1").arg(reason) : Words::tr("%1. Why: %2").arg(words, reason);
}

QString auditTime(const std::string& iso) {
    const QDateTime time = isoTime(iso);
    return time.isValid() ? QStringLiteral("%1 %2").arg(caseDate(time.date().toString(Qt::ISODate).toStdString()), QLocale().toString(time.time(), QStringLiteral("HH:mm:ss"))) : QString::fromStdString(iso);
}

QString verificationWords(const casebook::Verification& found) {
    const QString rows = QLocale().toString(static_cast<qlonglong>(found.rows));
    if (found.intact()) return Words::tr("Intact: all %1 lines follow on one another, and everything that people entered or decided stands as they say.\nHead: %2").arg(rows, QString::fromStdString(found.head));
    using Kind = casebook::Verification::Fault::Kind;
    const auto& fault = *found.firstBad;
    const QString row = QLocale().toString(static_cast<qlonglong>(fault.row));
    QString words;
    switch (fault.kind) {
        case Kind::Changed: words = Words::tr("Line %1 was changed after it was written.").arg(row); break;
        case Kind::Missing: words = Words::tr("Before line %1 something was taken out, put in or moved.").arg(row); break;
        case Kind::Shortened: words = Words::tr("Lines are missing at the end: the store knows of more than there are."); break;
        case Kind::RowAltered: words = Words::tr("%1 does not stand as the trail says: it was changed outside this program.").arg(fault.altered ? rowTitle(*fault.altered) : row); break;
    }
    return words + ' ' + Words::tr("Work no further with this store: keep it as it is, restore the last backup that verifies, and find out who could write to the file.");
}

}  // namespace leukolens::ui
