#include "core/nn/weights_file.h"

#include <ATen/ATen.h>

#include "core/base/files.h"
#include "core/nn/pth_reader.h"
#include "core/nn/safetensors.h"

namespace leukolens::nn {
namespace {

constexpr std::uint64_t kMaxFileBytes = 8ull << 30;

}  // namespace

Result<StateDict> readWeightsFile(const std::filesystem::path& file) {
    const auto bytes = readFile(file, kMaxFileBytes);
    if (!bytes) return fail(bytes.error());
    if (bytes->size() >= 2 && (*bytes)[0] == 'P' && (*bytes)[1] == 'K') return readPth(file);
    if (bytes->size() >= 2 && (*bytes)[0] == 0x80 && (*bytes)[1] == 0x02)
        return fail(ErrorCode::NotAModel, "is a .pth of PyTorch's old form, which is not read here", file,
                    "Open it in PyTorch and save its state_dict() again.");
    if (bytes->size() > 8 && (*bytes)[8] == '{') return readSafetensors(*bytes, file);
    return fail(ErrorCode::NotAModel, "is neither a .pth nor a .safetensors file", file, "Choose a file of weights.");
}

}  // namespace leukolens::nn
