// Private to this folder: pages in millimetres. First everything is laid out, so that the number of pages is known; then
// it is drawn.
#pragma once

#include <QBuffer>
#include <QColor>
#include <QImage>
#include <QPdfWriter>
#include <QPolygonF>
#include <QRectF>
#include <QString>

#include <functional>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "ui/figures/figure.h"
#include "ui/report/pdf_finish.h"
#include "ui/report/pdf_report.h"

class QPainter;
class QSvgRenderer;

namespace leukolens::ui::pdf {

/// Colours of the paper: dark enough for a laser printer, distinct in grey.
namespace ink {
inline const QColor kText{0x1a, 0x1f, 0x26};
inline const QColor kMuted{0x5a, 0x63, 0x6e};
inline const QColor kRule{0xb8, 0xc0, 0xca};
inline const QColor kGrid{0xdd, 0xe2, 0xe7};
inline const QColor kPanel{0xf3, 0xf6, 0xf9};
inline const QColor kAccent{0x14, 0x4d, 0x7a};
inline const QColor kWarning{0xb0, 0x4a, 0x00};
inline const QColor kWarningPanel{0xfd, 0xf3, 0xe9};
inline const QColor kCorrected{0xd5, 0x5e, 0x00};  // Okabe–Ito vermillion
}  // namespace ink

/// Of all content, on A4: on other paper it stands as wide in the middle, and ends higher or lower (Document::bottom()).
inline constexpr double kLeft = 18, kRight = 192, kWidth = kRight - kLeft;
inline constexpr double kTop = 14;
inline constexpr double kHeadBottom = 22;  ///< content of a page starts under its head

/// mm
inline QSizeF sizeOfPaper(Paper paper) { return paper == Paper::Letter ? QSizeF(215.9, 279.4) : QSizeF(210, 297); }

struct TextStyle {
    double sizePt = 9;
    bool bold = false;
    QColor colour = ink::kText;
    int flags = Qt::AlignLeft | Qt::AlignTop;  ///< with Qt::TextWordWrap the text may take several lines
};

enum class Dash { Solid, Dashed, Dotted };

/// Paints in millimetres from the top left corner of A4's place on the page.
class Canvas {
public:
    Canvas(QPainter& painter, double unitsPerMm, Paper paper);

    void text(const QRectF& where, const QString& text, const TextStyle& style);
    void line(const QPointF& from, const QPointF& to, double widthMm, const QColor& colour, Dash dash = Dash::Solid);
    void polyline(const QPolygonF& points, double widthMm, const QColor& colour, Dash dash = Dash::Solid);
    void fill(const QRectF& where, const QColor& colour);
    void frame(const QRectF& where, double widthMm, const QColor& colour, Dash dash = Dash::Solid);
    void dot(const QPointF& centre, double radiusMm, const QColor& colour);
    /// Drawn to the width; its height follows.
    void figure(const QPointF& corner, double widthMm, const Figure& figure);
    /// Whole picture, aspect kept, centred in the rectangle; `behind` shows through where it is transparent.
    void image(const QRectF& where, const QImage& picture, const QColor& behind);
    /// Fills the rectangle.
    void drawing(const QRectF& where, QSvgRenderer& svg);

private:
    QPointF units(const QPointF& mm) const { return mm * m_unitsPerMm; }
    QRectF units(const QRectF& mm) const { return {units(mm.topLeft()), mm.size() * m_unitsPerMm}; }

    QPainter& m_painter;
    double m_unitsPerMm;
};

/// A document being laid out. `y` is the cursor: everything above it on the current page is taken.
class Document {
public:
    using Draw = std::function<void(Canvas&)>;
    /// Draws head and foot of a page; pages are counted from 1.
    using Furniture = std::function<void(Canvas&, int page)>;

    explicit Document(Paper paper = Paper::A4);
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    double y = kHeadBottom;

    double bottom() const;  ///< content of a page ends above it; the foot stands below
    int pages() const { return static_cast<int>(m_pages.size()); }

    void draw(Draw draw) { m_pages.back().push_back(std::move(draw)); }
    void newPage();
    /// Starts a new page unless so many millimetres are left on this one. Returns whether it did.
    bool ensure(double heightMm);

    double textWidth(const QString& text, const TextStyle& style) const;
    /// Height of the text wrapped to that width; 0 for no text.
    double textHeight(const QString& text, const TextStyle& style, double widthMm) const;
    QString elided(const QString& text, const TextStyle& style, double widthMm) const;

    /// Text at the cursor over the given width, which then stands below it; goes on a new page if it does not fit.
    void paragraph(const QString& text, const TextStyle& style, double x = kLeft, double widthMm = kWidth);

    /// Draws all. Checks `cancel` between draws.
    Result<PdfDrawn> finish(const PdfFacts& facts, const Furniture& furniture, ProgressSink& progress, const CancelToken& cancel);

private:
    Result<void> paint(const Furniture& furniture, ProgressSink& progress, const CancelToken& cancel);

    Paper m_paper;
    QBuffer m_buffer;
    QPdfWriter m_writer;
    std::vector<std::vector<Draw>> m_pages;
};

/// Wordmark and title at the top of a first page; `right` at its right edge. Leaves the cursor under it.
void addTitle(Document& document, const QString& title, const QString& right);

/// The program's name, at the top of a first page.
void drawWordmark(Canvas& canvas);

/// A section's heading, kept together with at least `followedByMm` of what comes after it.
void addHeading(Document& document, const QString& text, const QString& note, double followedByMm);

/// Bordered notice with a bar at its left.
void addNotice(Document& document, const QString& text);

/// At the cursor, with at least so much room that it is whole; goes on the next page where it does not fit.
void addFigure(Document& document, const Figure& figure, double widthMm);

/// Head of the pages after the first and foot of every page.
void drawHead(Canvas& canvas, const QString& left, const QString& right);
void drawFoot(Canvas& canvas, const Document& document, int page, const QString& rest);

/// Saved atomically; the error of what was not drawn names the file too, unless it is about another.
Result<PdfWritten> writePdf(const Result<PdfDrawn>& drawn, const std::filesystem::path& file);

}  // namespace leukolens::ui::pdf
