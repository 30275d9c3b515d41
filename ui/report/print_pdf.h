// Private to this folder: a PDF on a printer.
#pragma once

#include <QByteArray>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"

class QPrinter;

namespace leukolens::ui {

/// The pages that the printer was asked for, from the very bytes, each as large as the paper. Returns how many were sent. Fails with Cancelled, or WriteFailed where the printer takes none. Any one thread.
Result<int> printPdf(const QByteArray& pdf, QPrinter& printer, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::ui
