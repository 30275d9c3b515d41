// Labelled cells drawn from nothing, so that everyone can try the program without anybody's images.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/cancel_token.h"
#include "core/base/files.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/image/image.h"

namespace leukolens::dataset {

struct DemoSettings {
    int subjects = 12;  ///< half with leukemia, half normal
    int cellsPerSubject = 40;
    int sizePx = 450;
    std::uint64_t seed = 2019;
};

/// The two classes' names, as C-NMC has them.
inline const char* demoClass(bool blast) { return blast ? "all" : "hem"; }

/// One cell on black, as C-NMC's are segmented. `subject` fixes the stain and that person's habit, `cell` the rest.
image::Image drawDemoCell(const DemoSettings& settings, int subject, bool blast, int cell);

/// The cell as the file that writeDemoCells() makes of it: a PNG whose comment says that it was drawn.
Result<Bytes> demoFile(const image::Image& cell);
/// Whether a picture's file says so: a model that learnt from it knows nothing of real cells. A file that another program saved again may have lost it.
bool isDemoFile(std::span<const std::uint8_t> file);

/// Writes them in the layout of C-NMC (training_data/fold_{0,1,2}/{all,hem}/UID_<subject>_<image>_<cell>_{all,hem}.png),
/// on all cores. `folder` must be absent or empty (AlreadyExists otherwise).
Result<void> writeDemoCells(const std::filesystem::path& folder, const DemoSettings& settings, ProgressSink& progress,
                            const CancelToken& cancel);

}  // namespace leukolens::dataset
