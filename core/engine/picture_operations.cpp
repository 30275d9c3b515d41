#include "core/engine/picture_operations.h"

#include <ATen/ATen.h>

#include <array>
#include <atomic>

namespace leukolens::engine {
namespace {

std::array<std::atomic<const PictureOperations*>, c10::COMPILE_TIME_MAX_DEVICE_TYPES> registered{};

}  // namespace

void setPictureOperations(at::DeviceType device, const PictureOperations* operations) { registered[static_cast<std::size_t>(device)] = operations; }

const PictureOperations* pictureOperations(at::DeviceType device) { return registered[static_cast<std::size_t>(device)]; }

at::Tensor picturesFrom(const StoredPictures& pictures) {
    const auto bytes = pictures.rows.defined() ? pictures.bytes.index_select(0, pictures.rows) : pictures.bytes;
    return bytes.permute({0, 3, 1, 2}).to(at::kFloat).mul_(1.0 / 255);
}

at::Tensor networkInput(const StoredPictures& pictures, const AugmentSettings& settings, const DrawnAugmentation& drawn, at::ScalarType type) {
    if (const auto* own = pictureOperations(pictures.bytes.device().type())) return own->networkInput(pictures, settings, drawn, type);
    auto rgb = picturesFrom(pictures);
    if (drawn.order.defined()) rgb = applyAugmentation(rgb, settings, drawn);
    return rgb.sub(0.5).mul_(2).contiguous(at::MemoryFormat::ChannelsLast);
}

}  // namespace leukolens::engine
