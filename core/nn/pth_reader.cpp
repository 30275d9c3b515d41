#include "core/nn/pth_reader.h"

#include <ATen/ATen.h>
#include <caffe2/serialize/inline_container.h>

#include <optional>

#include "core/base/files.h"
#include "core/nn/pickle.h"
#include "core/nn/tensor_checks.h"

namespace leukolens::nn {
namespace {

using caffe2::serialize::PyTorchStreamReader;

std::optional<at::ScalarType> typeOfStorage(const std::string& name) {
    constexpr std::pair<const char*, at::ScalarType> kTypes[] = {
        {"DoubleStorage", at::kDouble}, {"FloatStorage", at::kFloat}, {"HalfStorage", at::kHalf}, {"BFloat16Storage", at::kBFloat16},
        {"LongStorage", at::kLong},     {"IntStorage", at::kInt},     {"ShortStorage", at::kShort}, {"CharStorage", at::kChar},
        {"ByteStorage", at::kByte},     {"BoolStorage", at::kBool},
    };
    for (const auto& [known, type] : kTypes)
        if (name == known) return type;
    return std::nullopt;
}

tl::unexpected<Error> damaged(const std::filesystem::path& file, const std::string& what) {
    return fail(ErrorCode::DamagedModel, "damaged weights: " + what, file, "Copy or download the file again.");
}

/// Whether offset, shape and stride stay inside a storage of `size` elements.
bool fitsStorage(const PickledTensor& tensor, std::int64_t size) {
    if (tensor.offset < 0 || tensor.offset > size || tensor.shape.size() != tensor.stride.size()) return false;
    std::uint64_t last = static_cast<std::uint64_t>(tensor.offset);
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        if (tensor.shape[i] == 0) return true;
        const auto steps = static_cast<std::uint64_t>(tensor.shape[i] - 1);
        const auto stride = static_cast<std::uint64_t>(tensor.stride[i]);
        if (tensor.stride[i] < 0 || (stride > 0 && steps > kMaxTensorBytes / stride)) return false;
        last += steps * stride;
        if (last > kMaxTensorBytes) return false;
    }
    return last < static_cast<std::uint64_t>(size);
}

Result<at::Tensor> readTensor(PyTorchStreamReader& archive, const PickledTensor& tensor, std::uint64_t fileBytes,
                              const std::filesystem::path& file) {
    const auto type = typeOfStorage(tensor.storageType);
    if (!type) return damaged(file, tensor.name + " has an unknown number type");
    const std::string record = "data/" + tensor.storageKey;
    if (!checkedByteCount(tensor.shape, c10::elementSize(*type))) return damaged(file, tensor.name + " has an impossible shape");
    if (!archive.hasRecord(record)) return damaged(file, "the numbers of " + tensor.name + " are missing");
    // Storages are written uncompressed: one larger than the file is a zip bomb.
    const std::uint64_t claimed = archive.getRecordSize(record);
    if (claimed > fileBytes) return damaged(file, tensor.name + " claims " + std::to_string(claimed) + " bytes of a file of " + std::to_string(fileBytes));
    auto [data, bytes] = archive.getRecord(record);
    const auto size = static_cast<std::int64_t>(bytes / c10::elementSize(*type));
    if (!fitsStorage(tensor, size)) return damaged(file, tensor.name + " reaches beyond its " + std::to_string(size) + " numbers");
    const auto owner = std::make_shared<at::DataPtr>(std::move(data));
    const auto options = at::TensorOptions().dtype(*type);
    const at::Tensor storage = at::from_blob(owner->get(), {size}, [owner](void*) {}, options);
    return storage.as_strided(tensor.shape, tensor.stride, tensor.offset).contiguous();
}

}  // namespace

Result<StateDict> readPth(const std::filesystem::path& file) {
    std::error_code code;
    const std::uint64_t fileBytes = std::filesystem::file_size(file, code);
    if (code) return fail(errorFromErrno(code.value(), file, false));
    try {
        PyTorchStreamReader archive(file.string());
        if (!archive.hasRecord("data.pkl"))
            return fail(ErrorCode::NotAModel, "is a zip file without PyTorch weights", file, "Choose a .pth saved by torch.save.");
        if (archive.getRecordSize("data.pkl") > fileBytes) return damaged(file, "the list of tensors is larger than the file");
        auto [pickle, pickleBytes] = archive.getRecord("data.pkl");
        auto tensors = readPickledTensors({static_cast<const std::uint8_t*>(pickle.get()), pickleBytes}, file);
        if (!tensors) return fail(tensors.error());
        StateDict state;
        for (const auto& described : *tensors) {
            auto tensor = readTensor(archive, described, fileBytes, file);
            if (!tensor) return fail(tensor.error());
            state.emplace(described.name, std::move(*tensor));
        }
        return state;
    } catch (const c10::Error&) {
        return damaged(file, "the zip archive inside is truncated or inconsistent");
    }
}

}  // namespace leukolens::nn
