// A handful of demonstration cells on the disk, as a data set.
#pragma once

#include "core/dataset/dataset.h"
#include "core/dataset/demo_cells.h"
#include "core/dataset/reader.h"

namespace leukolens::test {

/// 12 subjects with `cellsPerSubject` small cells each, written below `folder` (absent or empty). Throws if that fails.
inline dataset::Dataset demoData(const std::filesystem::path& folder, int cellsPerSubject, int sizePx = 100) {
    dataset::DemoSettings settings;
    settings.cellsPerSubject = cellsPerSubject;
    settings.sizePx = sizePx;
    NoProgress progress;
    if (auto drawn = dataset::writeDemoCells(folder, settings, progress, {}); !drawn) throw std::runtime_error(drawn.error().message());
    auto data = dataset::readDataset(folder, progress, {});
    if (!data) throw std::runtime_error(data.error().message());
    return std::move(*data);
}

}  // namespace leukolens::test
