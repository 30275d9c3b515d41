#include "core/weights/pth_records.h"

namespace leukolens::weights {

std::optional<NumberType> typeOfStorage(const std::string& storageType) {
    constexpr std::pair<const char*, NumberType> kTypes[] = {
        {"DoubleStorage", NumberType::Float64},     {"FloatStorage", NumberType::Float32}, {"HalfStorage", NumberType::Float16},
        {"BFloat16Storage", NumberType::BFloat16}, {"LongStorage", NumberType::Int64},
    };
    for (const auto& [name, type] : kTypes)
        if (name == storageType) return type;
    return std::nullopt;
}

Result<TensorRecord> recordOf(const PickledTensor& tensor, std::span<const std::uint8_t> storage, const std::filesystem::path& file) {
    const std::string shown = "'" + printable(tensor.name) + "'";
    const auto damaged = [&](const std::string& what) {
        return fail(ErrorCode::DamagedModel, "damaged weights: " + shown + what, file, "Copy or download the file again.");
    };
    const auto type = typeOfStorage(tensor.storageType);
    if (!type)
        return fail(ErrorCode::NotAModel, shown + " is stored as " + printable(tensor.storageType) + ", which is not read here", file,
                    "Save the weights as float32, float16 or bfloat16.");
    const auto extent = extentBytes(tensor.shape, tensor.stride, *type);
    if (!extent) return damaged(" has an impossible shape, " + shapeText(tensor.shape));
    const std::uint64_t size = storage.size() / bytesOf(*type);
    if (tensor.offset < 0 || static_cast<std::uint64_t>(tensor.offset) > size || *extent / bytesOf(*type) > size - static_cast<std::uint64_t>(tensor.offset))
        return damaged(" reaches beyond the " + std::to_string(size) + " numbers of its storage");
    return TensorRecord{tensor.name, *type, tensor.shape, tensor.stride,
                        storage.subspan(static_cast<std::size_t>(tensor.offset) * bytesOf(*type), *extent)};
}

}  // namespace leukolens::weights
