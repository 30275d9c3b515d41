#include "ui/report/print_pdf.h"

#include <QBuffer>
#include <QPainter>
#include <QPdfDocument>
#include <QPrinter>

#include <algorithm>

namespace leukolens::ui {
namespace {

/// Letters are sharp with it, and a page takes 26 MB.
constexpr int kMostDotsPerInch = 300;
constexpr double kPointsPerInch = 72;

}  // namespace

Result<int> printPdf(const QByteArray& pdf, QPrinter& printer, ProgressSink& progress, const CancelToken& cancel) {
    QByteArray bytes = pdf;
    QBuffer source(&bytes);
    source.open(QIODevice::ReadOnly);
    QPdfDocument document;
    document.load(&source);
    printer.setFullPage(true);
    QPainter painter;
    if (!painter.begin(&printer)) return fail(ErrorCode::WriteFailed, "the printer took no pages", {}, "Check the printer, then try again.");
    const int first = printer.fromPage() > 0 ? printer.fromPage() - 1 : 0, last = printer.toPage() > 0 ? std::min(printer.toPage(), document.pageCount()) : document.pageCount();
    const double scale = std::min(kMostDotsPerInch, printer.resolution()) / kPointsPerInch;
    for (int page = first; page < last; ++page) {
        if (cancel.cancelled()) {
            printer.abort();
            return fail(ErrorCode::Cancelled, "stopped");
        }
        if (page > first && !printer.newPage()) return fail(ErrorCode::WriteFailed, "the printer took no pages", {}, "Check the printer, then try again.");
        const QImage picture = document.render(page, (document.pagePointSize(page) * scale).toSize());
        painter.drawImage(printer.paperRect(QPrinter::DevicePixel), picture);
        progress.report({"Printing", page - first + 1, last - first});
    }
    if (!painter.end()) return fail(ErrorCode::WriteFailed, "the printer took no pages", {}, "Check the printer, then try again.");
    return last - first;
}

}  // namespace leukolens::ui
