#include "ui/report/pdf_page.h"

#include <QFontMetricsF>
#include <QPageSize>
#include <QPainter>
#include <QSvgRenderer>
#include <QTextLayout>

#include "core/base/files.h"
#include "ui/report/report_text.h"

namespace leukolens::ui::pdf {
namespace {

constexpr int kUnitsPerInch = 1440;  // fine enough that letters are not shifted by rounding
constexpr double kMmPerInch = 25.4;
constexpr double kUnitsPerMm = kUnitsPerInch / kMmPerInch;

QFont fontOf(const TextStyle& style) {
    QFont font;
    // One face everywhere: line breaks are the same on every computer, and Inter (4.0) swaps glyphs in numbers, which copied text loses.
    font.setFamilies({QStringLiteral("DejaVu Sans")});
    font.setPointSizeF(style.sizePt);
    font.setBold(style.bold);
    font.setHintingPreference(QFont::PreferNoHinting);
    // Any spacing, however small, keeps letters apart that would join (fi, ff): a hash copied from the PDF must be that
    // hash.
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.05);
    return font;
}

/// Sets the lines, from 0 downwards. Wrapped text breaks between words where it can, and anywhere where it must (a hash, a
/// name without spaces): a mix that QPainter's own flags cannot ask for. Returns the height in the layout's units.
double setLines(QTextLayout& layout, int flags, double width) {
    QTextOption option;
    option.setAlignment(Qt::Alignment(flags & Qt::AlignHorizontal_Mask));
    option.setWrapMode((flags & Qt::TextWordWrap) ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::NoWrap);
    layout.setTextOption(option);
    double height = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, height});
        height += line.height();
    }
    layout.endLayout();
    return height;
}

QPen penOf(double widthUnits, const QColor& colour, Dash dash) {
    QPen pen(colour, widthUnits, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    if (dash == Dash::Dashed) pen.setDashPattern({5, 3});
    if (dash == Dash::Dotted) pen.setDashPattern({1.5, 2.5});
    return pen;
}

}  // namespace

Canvas::Canvas(QPainter& painter, double unitsPerMm, Paper paper) : m_painter(painter), m_unitsPerMm(unitsPerMm) {
    painter.translate((sizeOfPaper(paper).width() - sizeOfPaper(Paper::A4).width()) / 2 * unitsPerMm, 0);
}

void Canvas::text(const QRectF& where, const QString& text, const TextStyle& style) {
    const QRectF room = units(where);
    QTextLayout layout(text, fontOf(style), m_painter.device());
    const double spare = room.height() - setLines(layout, style.flags, room.width());
    const double share = (style.flags & Qt::AlignBottom) ? 1 : (style.flags & Qt::AlignVCenter) ? 0.5 : 0;
    m_painter.setPen(style.colour);
    layout.draw(&m_painter, room.topLeft() + QPointF(0, spare * share));
}

void Canvas::line(const QPointF& from, const QPointF& to, double widthMm, const QColor& colour, Dash dash) {
    m_painter.setPen(penOf(widthMm * m_unitsPerMm, colour, dash));
    m_painter.drawLine(units(from), units(to));
}

void Canvas::polyline(const QPolygonF& points, double widthMm, const QColor& colour, Dash dash) {
    QPolygonF scaled;
    for (const QPointF& point : points) scaled << units(point);
    m_painter.setPen(penOf(widthMm * m_unitsPerMm, colour, dash));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawPolyline(scaled);
}

void Canvas::fill(const QRectF& where, const QColor& colour) {
    m_painter.fillRect(units(where), colour);
}

void Canvas::frame(const QRectF& where, double widthMm, const QColor& colour, Dash dash) {
    QPen pen = penOf(widthMm * m_unitsPerMm, colour, dash);
    pen.setJoinStyle(Qt::MiterJoin);
    m_painter.setPen(pen);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRect(units(where));
}

void Canvas::dot(const QPointF& centre, double radiusMm, const QColor& colour) {
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(colour);
    m_painter.drawEllipse(units(centre), radiusMm * m_unitsPerMm, radiusMm * m_unitsPerMm);
}

void Canvas::figure(const QPointF& corner, double widthMm, const Figure& figure) {
    const double scale = widthMm * m_unitsPerMm / sizeOf(figure).width();
    m_painter.save();
    m_painter.translate(units(corner));
    m_painter.scale(scale, scale);
    drawFigure(m_painter, figure, FigureStyle::onPaper());
    m_painter.restore();
}

void Canvas::drawing(const QRectF& where, QSvgRenderer& svg) {
    m_painter.save();
    svg.render(&m_painter, units(where));
    m_painter.restore();
}

void Canvas::image(const QRectF& where, const QImage& picture, const QColor& behind) {
    const QSizeF size = QSizeF(picture.size()).scaled(where.size(), Qt::KeepAspectRatio);
    const QPointF corner = where.center() - QPointF(size.width() / 2, size.height() / 2);
    // A viewer that rounds the picture's edge to its own pixels must not let the paper through there.
    m_painter.fillRect(units(QRectF(corner, size)), behind);
    m_painter.drawImage(units(QRectF(corner, size)), picture);
}

Document::Document(Paper paper) : m_paper(paper), m_writer(&m_buffer), m_pages(1) {
    m_buffer.open(QIODevice::WriteOnly);
    m_writer.setPageSize(QPageSize(paper == Paper::Letter ? QPageSize::Letter : QPageSize::A4));
    m_writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    m_writer.setResolution(kUnitsPerInch);
}

double Document::bottom() const { return sizeOfPaper(m_paper).height() - 20; }

void Document::newPage() {
    m_pages.emplace_back();
    y = kHeadBottom;
}

bool Document::ensure(double heightMm) {
    if (y + heightMm <= bottom() || y <= kHeadBottom) return false;
    newPage();
    return true;
}

double Document::textWidth(const QString& text, const TextStyle& style) const {
    return QFontMetricsF(fontOf(style), &m_writer).horizontalAdvance(text) / kUnitsPerMm;
}

double Document::textHeight(const QString& text, const TextStyle& style, double widthMm) const {
    if (text.isEmpty()) return 0;
    QTextLayout layout(text, fontOf(style), &m_writer);
    return setLines(layout, style.flags, widthMm * kUnitsPerMm) / kUnitsPerMm;
}

QString Document::elided(const QString& text, const TextStyle& style, double widthMm) const {
    return QFontMetricsF(fontOf(style), &m_writer).elidedText(text, Qt::ElideRight, widthMm * kUnitsPerMm);
}

void Document::paragraph(const QString& text, const TextStyle& style, double x, double widthMm) {
    TextStyle wrapped = style;
    wrapped.flags |= Qt::TextWordWrap;
    const double height = textHeight(text, wrapped, widthMm);
    ensure(height);
    draw([=, top = y](Canvas& canvas) { canvas.text({x, top, widthMm, height}, text, wrapped); });
    y += height;
}

Result<void> Document::paint(const Furniture& furniture, ProgressSink& progress, const CancelToken& cancel) {
    QPainter painter;
    if (!painter.begin(&m_writer)) return fail(ErrorCode::WriteFailed, "the PDF could not be started");
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    Canvas canvas(painter, kUnitsPerMm, m_paper);
    std::int64_t done = 0, total = 0;
    for (const auto& page : m_pages) total += static_cast<std::int64_t>(page.size());
    for (int page = 0; page < pages(); ++page) {
        if (page > 0 && !m_writer.newPage()) return fail(ErrorCode::WriteFailed, "a page could not be started");
        for (const Draw& drawOne : m_pages[static_cast<std::size_t>(page)]) {
            if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
            drawOne(canvas);
            progress.report({"Drawing the report", ++done, total});
        }
        furniture(canvas, page + 1);
    }
    if (!painter.end()) return fail(ErrorCode::WriteFailed, "the PDF could not be finished");
    return {};
}

Result<PdfDrawn> Document::finish(const PdfFacts& facts, const Furniture& furniture, ProgressSink& progress, const CancelToken& cancel) {
    if (auto painted = paint(furniture, progress, cancel); !painted) return fail(painted.error());
    m_buffer.close();
    auto bytes = finishPdf(m_buffer.data(), facts);
    if (!bytes) return fail(bytes.error());
    return PdfDrawn{std::move(*bytes), pages()};
}

Result<PdfWritten> writePdf(const Result<PdfDrawn>& drawn, const std::filesystem::path& file) {
    if (!drawn) {
        Error error = drawn.error();
        if (error.file.empty()) error.file = file;
        return fail(std::move(error));
    }
    const std::span content(reinterpret_cast<const std::uint8_t*>(drawn->bytes.constData()), static_cast<std::size_t>(drawn->bytes.size()));
    if (auto written = writeFileAtomically(file, content); !written) return fail(written.error());
    return PdfWritten{file, drawn->pages};
}

void drawWordmark(Canvas& canvas) {
    canvas.dot({kLeft + 1.9, kTop + 2.4}, 1.9, ink::kAccent);
    canvas.dot({kLeft + 2.5, kTop + 2.0}, 0.85, Qt::white);
    canvas.text({kLeft + 5.4, kTop, 60, 5}, QStringLiteral("Leukolens"), {10, true, ink::kAccent, Qt::AlignLeft | Qt::AlignVCenter});
}

void addTitle(Document& document, const QString& title, const QString& right) {
    document.draw([=](Canvas& canvas) {
        drawWordmark(canvas);
        canvas.text({kRight - 100, kTop, 100, 5}, right, {8, false, ink::kMuted, Qt::AlignRight | Qt::AlignVCenter});
        canvas.line({kLeft, kTop + 7.5}, {kRight, kTop + 7.5}, 0.35, ink::kAccent);
        canvas.text({kLeft, kTop + 11, kWidth, 10}, title, {20, true, ink::kText, Qt::AlignLeft | Qt::AlignVCenter});
    });
    document.y = kTop + 26;
}

void addHeading(Document& document, const QString& text, const QString& note, double followedByMm) {
    const TextStyle style{12, true, ink::kText, Qt::AlignLeft | Qt::AlignVCenter};
    document.ensure(9 + followedByMm);
    const QString shown = document.elided(text, style, kWidth * 0.7);
    const double width = document.textWidth(shown, style);
    document.draw([=, top = document.y](Canvas& canvas) {
        canvas.text({kLeft, top, kWidth, 6}, shown, style);
        canvas.text({kLeft + width + 3, top + 0.4, kWidth - width - 3, 6}, note,
                    {8.5, false, ink::kMuted, Qt::AlignLeft | Qt::AlignVCenter});
        canvas.line({kLeft, top + 7}, {kRight, top + 7}, 0.2, ink::kRule);
    });
    document.y += 9;
}

void addFigure(Document& document, const Figure& figure, double widthMm) {
    const QSize size = sizeOf(figure);
    const double height = widthMm * size.height() / size.width();
    document.ensure(height);
    document.draw([=, corner = QPointF(kLeft, document.y)](Canvas& canvas) { canvas.figure(corner, widthMm, figure); });
    document.y += height + 3;
}

void addNotice(Document& document, const QString& text) {
    const TextStyle style{9, false, ink::kText, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap};
    constexpr double kIndent = 10, kPadding = 2.4;
    const double height = document.textHeight(text, style, kWidth - kIndent - kPadding) + 2 * kPadding;
    document.ensure(height + 3);
    document.draw([=, top = document.y](Canvas& canvas) {
        canvas.fill({kLeft, top, kWidth, height}, ink::kWarningPanel);
        canvas.fill({kLeft, top, 1.2, height}, ink::kWarning);
        canvas.text({kLeft + 1.2, top, kIndent - 1.2, height}, QStringLiteral("!"),
                    {13, true, ink::kWarning, Qt::AlignHCenter | Qt::AlignVCenter});
        canvas.text({kLeft + kIndent, top + kPadding, kWidth - kIndent - kPadding, height - 2 * kPadding}, text, style);
    });
    document.y += height + 3;
}

void drawHead(Canvas& canvas, const QString& left, const QString& right) {
    canvas.text({kLeft, 11, kWidth / 2, 5}, left, {8, true, ink::kAccent, Qt::AlignLeft | Qt::AlignVCenter});
    canvas.text({kLeft + kWidth / 3, 11, kWidth * 2 / 3, 5}, right,
                {8, false, ink::kMuted, Qt::AlignRight | Qt::AlignVCenter});
    canvas.line({kLeft, 17}, {kRight, 17}, 0.2, ink::kRule);
}

void drawFoot(Canvas& canvas, const Document& document, int page, const QString& rest) {
    const double top = document.bottom() + 3;
    canvas.line({kLeft, top}, {kRight, top}, 0.2, ink::kRule);
    //: %1 of %2 are page numbers, %3 is the research-use notice
    const QString text = Words::tr("Page %1 of %2 · %3").arg(page).arg(document.pages()).arg(researchUseNotice());
    canvas.text({kLeft, top + 1, kWidth, 4}, text, {7.5, true, ink::kMuted, Qt::AlignHCenter | Qt::AlignVCenter});
    canvas.text({kLeft, top + 4.8, kWidth, 4}, rest, {7, false, ink::kMuted, Qt::AlignHCenter | Qt::AlignVCenter});
}

}  // namespace leukolens::ui::pdf
