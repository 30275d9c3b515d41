// The file formats that weights come in. Each reader checks every length and place against `bytes`, allocates nothing of a size that a file
// states, and leaves names and overlaps to checkRecords(). `file` is only named in errors: NotAModel or DamagedModel.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/weights/tensor_record.h"
#include "core/weights/zip_directory.h"

namespace leukolens::weights {

using Records = std::vector<TensorRecord>;

/// torch.save since PyTorch 1.6: a zip with data.pkl and one stored entry a storage, whose checksums are tested.
Result<Records> readPthZip(const ZipDirectory& zip, const std::filesystem::path& file);

/// torch.save before PyTorch 1.6, and with _use_new_zipfile_serialization=False since: five pickles, then the storages.
Result<Records> readPthLegacy(std::span<const std::uint8_t> bytes, const std::filesystem::path& file);
bool looksLikePthLegacy(std::span<const std::uint8_t> bytes);

}  // namespace leukolens::weights
