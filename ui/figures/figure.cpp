#include "ui/figures/figure.h"

#include <QCoreApplication>
#include <QPainter>

#include "core/base/files.h"

namespace leukolens::ui {
namespace {

constexpr int kGapPx = 16, kMarginPx = 8;
/// Fine enough that letters are not shifted by rounding.
constexpr int kPdfUnits = 12;
constexpr std::pair<FigureFormat, const char*> kForms[] = {{FigureFormat::Pdf, ".pdf"}, {FigureFormat::Svg, ".svg"}, {FigureFormat::Png, ".png"}, {FigureFormat::Csv, ".csv"}};

std::filesystem::path fileOf(const Figure& figure, const char* ending, const std::filesystem::path& folder) { return folder / (figure.name.toStdString() + ending); }

}  // namespace

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
    return figureFile(sizeOf(figure), format, kPdfUnits, [&](QPaintDevice& device, int unitsPerPx) {
        QPainter painter(&device);
        painter.scale(unitsPerPx, unitsPerPx);
        painter.fillRect(QRect(QPoint(0, 0), sizeOf(figure)), Qt::white);
        drawFigure(painter, figure, FigureStyle::onPaper());
    });
}

std::vector<std::filesystem::path> existingFigureFiles(const std::vector<Figure>& figures, const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code code;
    for (const Figure& figure : figures)
        for (const auto& [format, ending] : kForms)
            if (auto file = fileOf(figure, ending, folder); std::filesystem::exists(file, code)) files.push_back(std::move(file));
    return files;
}

Result<int> writeAllFigures(const std::vector<Figure>& figures, const std::filesystem::path& folder, ProgressSink& progress, const CancelToken& cancel) {
    if (auto created = createFolder(folder); !created) return fail(created.error());
    int written = 0;
    for (const Figure& figure : figures) {
        for (const auto& [format, ending] : kForms) {
            if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
            const QByteArray bytes = exportFigure(figure, format);
            const auto file = fileOf(figure, ending, folder);
            if (auto saved = writeFileAtomically(file, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size()))); !saved) return fail(saved.error());
            progress.report({"Saving the figures", ++written, static_cast<std::int64_t>(4 * figures.size())});
        }
    }
    return written;
}

}  // namespace leukolens::ui
