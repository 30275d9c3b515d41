#include "ui/figures/figure.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include "core/base/files.h"

namespace leukolens::ui {
namespace {

constexpr int kGapPx = 16, kMarginPx = 8;
constexpr int kDotsPerInch = 96;
/// Fine enough that letters are not shifted by rounding.
constexpr int kPdfScale = 12;
constexpr double kPngScale = 300.0 / kDotsPerInch;

void drawOn(QPaintDevice& device, const Figure& figure, double scale) {
    QPainter painter(&device);
    painter.scale(scale, scale);
    painter.fillRect(QRect(QPoint(0, 0), sizeOf(figure)), Qt::white);
    drawFigure(painter, figure, FigureStyle::onPaper());
}

}  // namespace

FigureFormat figureFormatOf(const QString& file) {
    if (file.endsWith(".svg", Qt::CaseInsensitive)) return FigureFormat::Svg;
    if (file.endsWith(".png", Qt::CaseInsensitive)) return FigureFormat::Png;
    if (file.endsWith(".csv", Qt::CaseInsensitive)) return FigureFormat::Csv;
    return FigureFormat::Pdf;
}

QString figureFilter() { return QCoreApplication::translate("Figures", "PDF (*.pdf);;SVG (*.svg);;PNG, 300 dots an inch (*.png);;Numbers (*.csv)"); }

QSize sizeOf(const Figure& figure) {
    const int plots = static_cast<int>(figure.plots.size());
    return {plots * figure.widthPx + (plots - 1) * kGapPx + 2 * kMarginPx, figure.heightPx + 2 * kMarginPx};
}

QRectF placeOf(const Figure& figure, std::size_t plot) { return QRectF(kMarginPx + static_cast<double>(plot) * (figure.widthPx + kGapPx), kMarginPx, figure.widthPx, figure.heightPx); }

void drawFigure(QPainter& painter, const Figure& figure, const FigureStyle& style) {
    for (std::size_t i = 0; i < figure.plots.size(); ++i) drawPlot(painter, placeOf(figure, i), figure.plots[i], style);
}

QByteArray exportFigure(const Figure& figure, FigureFormat format) {
    if (format == FigureFormat::Csv) return figure.csv ? figure.csv() : QByteArray();
    const QSize size = sizeOf(figure);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (format == FigureFormat::Pdf) {
        QPdfWriter writer(&buffer);
        writer.setResolution(kDotsPerInch * kPdfScale);
        writer.setPageSize(QPageSize(QSizeF(size) * 72.0 / kDotsPerInch, QPageSize::Point, QString(), QPageSize::ExactMatch));
        writer.setPageMargins(QMarginsF(0, 0, 0, 0));
        writer.setCreator("Leukolens");
        drawOn(writer, figure, kPdfScale);
    } else if (format == FigureFormat::Svg) {
        QSvgGenerator writer;
        writer.setOutputDevice(&buffer);
        writer.setResolution(kDotsPerInch);
        writer.setSize(size);
        writer.setViewBox(QRect(QPoint(0, 0), size));
        drawOn(writer, figure, 1);
    } else {
        QImage image((QSizeF(size) * kPngScale).toSize(), QImage::Format_RGB32);
        image.fill(Qt::white);
        drawOn(image, figure, kPngScale);
        image.setDotsPerMeterX(qRound(300 / 0.0254));
        image.setDotsPerMeterY(qRound(300 / 0.0254));
        image.save(&buffer, "PNG");
    }
    return bytes;
}

Result<int> writeAllFigures(const std::vector<Figure>& figures, const std::filesystem::path& folder, ProgressSink& progress, const CancelToken& cancel) {
    if (auto created = createFolder(folder); !created) return fail(created.error());
    constexpr std::pair<FigureFormat, const char*> kForms[] = {{FigureFormat::Pdf, ".pdf"}, {FigureFormat::Svg, ".svg"}, {FigureFormat::Png, ".png"}, {FigureFormat::Csv, ".csv"}};
    int written = 0;
    for (const Figure& figure : figures) {
        for (const auto& [format, ending] : kForms) {
            if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
            const QByteArray bytes = exportFigure(figure, format);
            const auto file = folder / (figure.name.toStdString() + ending);
            if (auto saved = writeFileAtomically(file, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size()))); !saved) return fail(saved.error());
            progress.report({"Saving the figures", ++written, static_cast<std::int64_t>(4 * figures.size())});
        }
    }
    return written;
}

}  // namespace leukolens::ui
