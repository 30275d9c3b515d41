#include "ui/widgets/figure_file.h"

#include <QBuffer>
#include <QImage>
#include <QPageSize>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSvgGenerator>

namespace leukolens::ui {
namespace {

constexpr int kDotsPerInch = 96;
constexpr int kPngDotsPerInch = 300;

QImage picture(const QSize& size, const std::function<void(QPaintDevice&, int)>& draw) {
    constexpr double kScale = static_cast<double>(kPngDotsPerInch) / kDotsPerInch;
    QImage image((QSizeF(size) * kScale).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(kScale);
    image.fill(Qt::white);
    draw(image, 1);
    image.setDotsPerMeterX(qRound(kPngDotsPerInch / 0.0254));
    image.setDotsPerMeterY(qRound(kPngDotsPerInch / 0.0254));
    return image;
}

}  // namespace

FigureFormat figureFormatOf(const QString& file) {
    if (file.endsWith(".svg", Qt::CaseInsensitive)) return FigureFormat::Svg;
    if (file.endsWith(".png", Qt::CaseInsensitive)) return FigureFormat::Png;
    if (file.endsWith(".csv", Qt::CaseInsensitive)) return FigureFormat::Csv;
    return FigureFormat::Pdf;
}

QString withFigureEnding(const QString& file, const QString& filter) {
    for (const char* known : {".pdf", ".svg", ".png", ".csv"})
        if (file.endsWith(known, Qt::CaseInsensitive)) return file;
    static const QRegularExpression kPattern("\\*(\\.\\w+)");
    const auto ending = kPattern.match(filter);
    return file + (ending.hasMatch() ? ending.captured(1) : QStringLiteral(".pdf"));
}

QByteArray figureFile(const QSize& size, FigureFormat format, int pdfUnits, const std::function<void(QPaintDevice&, int unitsPerPx)>& draw) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (format == FigureFormat::Svg) {
        QSvgGenerator writer;
        writer.setOutputDevice(&buffer);
        writer.setResolution(kDotsPerInch);
        writer.setSize(size);
        writer.setViewBox(QRect(QPoint(0, 0), size));
        draw(writer, 1);
    } else if (format == FigureFormat::Png) {
        picture(size, draw).save(&buffer, "PNG");
    } else {
        QPdfWriter writer(&buffer);
        writer.setResolution(kDotsPerInch * pdfUnits);
        writer.setPageSize(QPageSize(QSizeF(size) * 72.0 / kDotsPerInch, QPageSize::Point, QString(), QPageSize::ExactMatch));
        writer.setPageMargins(QMarginsF(0, 0, 0, 0));
        writer.setCreator("Leukolens");
        draw(writer, pdfUnits);
    }
    return bytes;
}

}  // namespace leukolens::ui
