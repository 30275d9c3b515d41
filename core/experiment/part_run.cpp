#include "core/experiment/part_run.h"

#include "core/base/files.h"

namespace leukolens::experiment {

Result<void> trainOrGoOn(const dataset::Dataset& dataset, const PartRun& part, const RunControl& control) {
    std::error_code code;
    if (!std::filesystem::exists(part.folder / "settings.json", code)) {
        if (auto made = createFolder(part.folder.parent_path()); !made) return made;
        if (auto done = train(dataset, part.settings, part.folder, control, part.options); !done) return fail(done.error());
        return {};
    }
    const auto before = readRun(part.folder);
    if (!before) return fail(before.error());
    if (settingsHash(before->result.settings) != settingsHash(part.settings) || before->dataSha256 != part.dataSha256)
        return fail(ErrorCode::AlreadyExists, "holds a run of other settings or data", part.folder, part.advice);
    if (before->finished) return {};
    if (auto done = resume(dataset, part.folder, {}, control); !done) return fail(done.error());
    return {};
}

}  // namespace leukolens::experiment
