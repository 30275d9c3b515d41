// What people say of a case: their comment, and their names under it.
#include "ui/report/pdf_case_parts.h"
#include "ui/report/pdf_table.h"
#include "ui/report/report_text.h"
#include "ui/shell/case_terms.h"

namespace leukolens::ui::pdf {
namespace {

using casebook::CaseState;
using casebook::Signature;

QString roleName(const std::string& role) {
    if (role == "technician") return Words::tr("technician");
    if (role == "reviewer") return Words::tr("reviewer");
    if (role == "administrator") return Words::tr("administrator");
    return role.empty() ? QStringLiteral("–") : QString::fromStdString(role);
}

/// A report that was made of a session alone knows only who signed last.
std::vector<Signature> signaturesOf(const report::CaseReport& report) {
    if (!report.signatures.empty() || report.summary.signedBy.empty()) return report.signatures;
    return {{report.summary.signedBy, {}, report.summary.signedAt, {}, false}};
}

void addSigned(Document& document, const std::vector<Signature>& signatures) {
    std::vector<TableRow> rows;
    for (const Signature& signature : signatures)
        rows.push_back({{signature.person.empty() ? QStringLiteral("–") : QString::fromStdString(signature.person).simplified(), roleName(signature.role), shownTime(signature.time), signature.reentered ? Words::tr("entered again") : QStringLiteral("–")}, false});
    addTable(document, kLeft,
             {{Words::tr("Signed by"), 60, Qt::AlignLeft}, {Words::tr("Role"), 30, Qt::AlignLeft}, {Words::tr("Time"), 50, Qt::AlignLeft}, {Words::tr("Passphrase"), 34, Qt::AlignLeft}}, rows);
}

/// To be filled in by hand.
void addLine(Document& document) {
    constexpr double kHeight = 15, kName = 62, kRole = 34, kSign = 42, kGap = 4;
    document.ensure(kHeight);
    document.draw([line = document.y + 9](Canvas& canvas) {
        double x = kLeft;
        const auto field = [&](double width, const QString& label) {
            canvas.line({x, line}, {x + width, line}, 0.3, ink::kText);
            canvas.text({x, line + 0.8, width, 4}, label, kLabel);
            x += width + kGap;
        };
        field(kName, Words::tr("Reviewed by (name)"));
        field(kRole, Words::tr("Role"));
        field(kSign, Words::tr("Signature"));
        field(kRight - x, Words::tr("Date"));
    });
    document.y += kHeight;
}

}  // namespace

void addComment(Document& document, const report::CaseReport& report) {
    if (report.summary.comment.empty()) return;
    addHeading(document, Words::tr("Comment"), {}, 8);
    for (const QString& line : QString::fromStdString(report.summary.comment).split(u'\n')) document.paragraph(line, {9.5});
    document.y += 4;
}

void addSignatures(Document& document, const report::CaseReport& report) {
    const auto signatures = signaturesOf(report);
    addHeading(document, Words::tr("Signatures"), stateTitle(report.summary.state), 22);
    if (!signatures.empty()) addSigned(document, signatures);
    if (report.summary.state != CaseState::Signed) addLine(document);
    document.y += 3;
}

}  // namespace leukolens::ui::pdf
