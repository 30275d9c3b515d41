// Saving what a person changed, without keeping the window waiting.
#pragma once

#include <QString>

#include <filesystem>
#include <functional>

#include "core/base/result.h"

class QObject;

namespace leukolens::ui {

class AppContext;

/// Queues `write` for the file worker, which makes the folder first; closing the program waits for it. `failed` is called on the GUI thread, and never
/// after `receiver` is gone. GUI thread only.
void saveLater(AppContext& context, const QString& jobName, const QString& file, std::function<Result<void>(const std::filesystem::path&)> write, QObject* receiver,
               std::function<void(const Error&)> failed);

}  // namespace leukolens::ui
