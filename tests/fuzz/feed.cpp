#include "tests/fuzz/feed.h"

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "core/inference/model_bundle.h"
#include "core/weights/weights_file.h"

namespace leukolens::fuzz {
namespace {

void copyAll(const weights::WeightsFile& file, std::size_t fileBytes) {
    std::uint64_t total = 0;
    for (const auto& record : file.tensors()) {
        total += record.byteCount();
        if (total > fileBytes) std::abort();  // together never more than the file holds
        Bytes out(record.byteCount());
        weights::copyContiguous(record, out);
    }
}

}  // namespace

bool feed(std::span<const std::uint8_t> bytes) {
    const auto shared = std::make_shared<const Bytes>(bytes.begin(), bytes.end());
    bool accepted = false;
    if (const auto file = weights::WeightsFile::fromBytes(shared, *shared, "fuzz")) {
        copyAll(*file, shared->size());
        accepted = true;
    }
    if (const auto model = inference::readModelBundle(shared, "fuzz")) {
        copyAll(model->weights, shared->size());
        (void)inference::toJson(model->card).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        accepted = true;
    }
    return accepted;
}

}  // namespace leukolens::fuzz
