#include "ui/shell/save_later.h"

#include <variant>

#include "core/base/files.h"
#include "ui/shell/app_context.h"

namespace leukolens::ui {

void saveLater(AppContext& context, const QString& jobName, const QString& file, std::function<Result<void>(const std::filesystem::path&)> write, QObject* receiver,
               std::function<void(const Error&)> failed) {
    using Nothing = std::monostate;
    context.fileWorker.run<Nothing>(
        jobName,
        [path = std::filesystem::path(file.toStdString()), write = std::move(write)](ProgressSink&, const CancelToken&) -> Result<Nothing> {
            if (auto created = createFolder(path.parent_path()); !created) return fail(created.error());
            if (auto written = write(path); !written) return fail(written.error());
            return Nothing{};
        },
        receiver,
        [failed = std::move(failed)](const Result<Nothing>& written) {
            if (!written) failed(written.error());
        },
        JobPolicy::MustFinish);
}

}  // namespace leukolens::ui
