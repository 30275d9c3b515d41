// The top of a case's report: whose it is, whose cells, which sample.
#include <QSvgRenderer>

#include <algorithm>
#include <memory>

#include "ui/report/pdf_case_parts.h"
#include "ui/report/report_text.h"
#include "ui/shell/case_terms.h"

namespace leukolens::ui::pdf {
namespace {

using report::CaseReport;

constexpr double kLogoWidth = 46, kLogoHeight = 18;

void addLogo(Document& document, const LabLogo& logo, const QSizeF& size) {
    const QRectF where({kLeft, kTop - 2}, size);
    if (!logo.svg.isEmpty())
        document.draw([=, drawing = std::make_shared<QSvgRenderer>(logo.svg)](Canvas& canvas) { canvas.drawing(where, *drawing); });
    else
        document.draw([=, picture = logo.picture](Canvas& canvas) { canvas.image(where, picture, Qt::white); });
}

/// Logo, name and address; leaves the cursor under them.
void addLab(Document& document, const report::LabHead& lab, const std::optional<LabLogo>& logo) {
    const QSizeF room = logo ? logo->size.scaled({kLogoWidth, kLogoHeight}, Qt::KeepAspectRatio) : QSizeF(0, 0);
    if (logo) addLogo(document, *logo, room);
    const double x = logo ? kLeft + room.width() + 5 : kLeft, width = kRight - x;
    document.y = kTop - 1.5;
    document.paragraph(QString::fromStdString(lab.name).simplified(), {13, true, ink::kAccent}, x, width);
    document.y += 0.8;
    for (const std::string& line : lab.address) document.paragraph(QString::fromStdString(line).simplified(), {8, false, ink::kMuted}, x, width);
    document.y = std::max(document.y, kTop - 2 + room.height()) + 2.5;
}

void addProgramName(Document& document) {
    document.draw([](Canvas& canvas) { drawWordmark(canvas); });
    document.y = kTop + 7.5;
}

void addField(Document& document, double x, double width, double bottom, const QString& label, const QString& value) {
    TextStyle style{10, false, ink::kText, Qt::AlignLeft | Qt::AlignVCenter};
    while (style.sizePt > 7.5 && document.textWidth(value, style) > width) style.sizePt -= 0.5;
    const QString shown = document.elided(value, style, width);
    document.draw([=, top = document.y](Canvas& canvas) {
        canvas.text({x, top, width, 4}, label, kLabel);
        canvas.text({x, bottom - 6.4, width, 6}, shown, style);
        canvas.line({x, bottom}, {x + width, bottom}, 0.2, ink::kRule);
    });
}

/// Size at which a long name still takes no more than four lines.
TextStyle nameStyle(const Document& document, const QString& name, double width) {
    TextStyle style{13, true, ink::kText, Qt::AlignLeft | Qt::AlignBottom | Qt::TextWordWrap};
    while (style.sizePt > 8 && document.textHeight(name, style, width) > 18) style.sizePt -= 0.5;
    return style;
}

/// "2 of 4", by date; empty where the patient's sessions are not known.
QString sessionNumber(const CaseReport& report) {
    std::vector<casebook::CaseId> sessions;
    if (report.patient && !report.deidentified)
        for (const auto& session : report.patient->sessions) sessions.push_back(session.id);
    else
        for (const auto& point : report.timeline) sessions.push_back(point.session);
    const auto found = std::ranges::find(sessions, report.summary.id);
    if (found == sessions.end()) return {};
    //: numbers of a session and of all sessions
    return Words::tr("%1 of %2").arg(found - sessions.begin() + 1).arg(sessions.size());
}

QString dayOfSession(const CaseReport& report) {
    auto day = casebook::daysSinceStart(report.facts, report.summary.taken);
    for (const auto& point : report.timeline)
        if (!day && point.session == report.summary.id) day = point.day;
    return day ? QString::number(*day) : QString();
}

}  // namespace

void addLabHead(Document& document, const CaseReport& report, const report::LabHead& lab, const std::optional<LabLogo>& logo, const QString& title) {
    if (lab.name.empty() && lab.address.empty() && !logo)
        addProgramName(document);
    else
        addLab(document, lab, logo);
    const QString number = Words::tr("Case no. %1").arg(report.summary.id) + (report.deidentified ? QStringLiteral(" · ") + Words::tr("de-identified") : QString());
    document.draw([=, top = document.y](Canvas& canvas) {
        canvas.line({kLeft, top}, {kRight, top}, 0.35, ink::kAccent);
        canvas.text({kLeft, top + 3, kWidth, 9}, title, {18, true, ink::kText, Qt::AlignLeft | Qt::AlignVCenter});
        canvas.text({kRight - 60, top + 4, 60, 9}, number, {9, false, ink::kMuted, Qt::AlignRight | Qt::AlignVCenter});
    });
    document.y += 15.5;
}

void addSample(Document& document, const CaseReport& report) {
    constexpr double kNameWidth = 74, kSecond = kLeft + 80, kThird = kSecond + 56, kGap = 6;
    const QString name = QString::fromStdString(report.summary.name).simplified();
    const TextStyle style = nameStyle(document, name, kNameWidth);
    const double nameHeight = std::max(6.0, document.textHeight(name, style, kNameWidth));
    double bottom = document.y + 4.6 + nameHeight + 0.8;
    const QString label = report.deidentified ? Words::tr("Patient (code)") : Words::tr("Patient (name or number)");
    document.draw([=, top = document.y](Canvas& canvas) {
        canvas.text({kLeft, top, kNameWidth, 4}, label, kLabel);
        canvas.text({kLeft, top + 4.6, kNameWidth, nameHeight}, name, style);
        canvas.line({kLeft, bottom}, {kLeft + kNameWidth, bottom}, name.isEmpty() ? 0.3 : 0.2, name.isEmpty() ? ink::kText : ink::kRule);
    });
    addField(document, kSecond, kThird - kSecond - kGap, bottom, Words::tr("Date of the sample"), shownDate(report.summary.taken));
    addField(document, kThird, kRight - kThird, bottom, Words::tr("Material"), report.summary.material == casebook::Material::Unknown ? QString() : materialTitle(report.summary.material));
    document.y = bottom + 2.5;

    constexpr double kDay = kLeft + 26, kCells = kLeft + 56;
    bottom = document.y + 10.6;
    addField(document, kLeft, kDay - kLeft - kGap, bottom, Words::tr("Session"), sessionNumber(report));
    addField(document, kDay, kCells - kDay - kGap, bottom, Words::tr("Day of treatment"), dayOfSession(report));
    addField(document, kCells, kLeft + kNameWidth - kCells, bottom, Words::tr("Cells"), QString::number(report.total));
    addField(document, kSecond, kThird - kSecond - kGap, bottom, Words::tr("Report made"), shownTime(report.made));
    addField(document, kThird, kRight - kThird, bottom, Words::tr("State"), stateTitle(report.summary.state));
    document.y = bottom + 6;
}

}  // namespace leukolens::ui::pdf
