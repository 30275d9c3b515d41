// A trainer's state as bytes, and back.
#include <ATen/ATen.h>

#include "core/engine/trainer_state.h"

namespace leukolens::engine {
namespace {

constexpr const char* kKept = "kept/";
constexpr const char* kFile = "checkpoint";  ///< the caller knows its name

at::Tensor number(std::int64_t value) { return at::full({}, value, at::kLong); }

tl::unexpected<Error> mismatch(const std::string& what) {
    return fail(ErrorCode::WeightsMismatch, "the checkpoint does not fit this training: " + what, {}, "Start the training anew.");
}

}  // namespace

Bytes Trainer::checkpoint() const {
    const State& s = *m_state;
    auto all = s.everything();
    all.emplace("totals/seen", number(s.seen));
    all.emplace("steps", number(s.steps));
    all.emplace("pretrained", number(s.pretrained ? 1 : 0));
    all.emplace("updates", number(s.average ? s.average->updates() : 0));
    return nn::writeSafetensors(all);
}

Result<void> Trainer::restore(std::span<const std::uint8_t> checkpoint) {
    State& s = *m_state;
    auto read = nn::readSafetensors(checkpoint, kFile);
    if (!read) return fail(read.error());
    nn::StateDict found = std::move(*read), kept;
    for (auto entry = found.begin(); entry != found.end();) {
        const bool isKept = entry->first.starts_with(kKept);
        if (isKept) kept.emplace(entry->first.substr(std::string_view(kKept).size()), entry->second);
        entry = isKept ? found.erase(entry) : std::next(entry);
    }
    // Whether something was kept is the checkpoint's own affair; all else is there or the checkpoint is another trainer's.
    s.kept.clear();
    auto own = s.everything();
    for (const char* name : {"totals/seen", "steps", "pretrained", "updates"}) own.emplace(name, number(0));
    if (!kept.empty())
        for (const auto& [name, tensor] : s.trained())
            if (const auto other = kept.find(name); other == kept.end() || other->second.sizes() != tensor.sizes()) return mismatch("kept " + name);
    if (own.size() != found.size()) return mismatch(std::to_string(found.size()) + " tensors instead of " + std::to_string(own.size()));
    for (const auto& [name, tensor] : own) {
        const auto entry = found.find(name);
        if (entry == found.end()) return mismatch(name + " is missing");
        if (entry->second.sizes() != tensor.sizes() || entry->second.scalar_type() != tensor.scalar_type()) return mismatch(name + " is of another shape");
    }
    const at::NoGradGuard noGrad;
    for (auto& [name, tensor] : own) tensor.copy_(found.at(name));
    s.kept = std::move(kept);
    s.seen = own.at("totals/seen").item<std::int64_t>();
    s.steps = own.at("steps").item<std::int64_t>();
    s.pretrained = own.at("pretrained").item<std::int64_t>() != 0;
    if (s.average) s.average->setUpdates(own.at("updates").item<std::int64_t>());
    s.watch->reset();
    return {};
}

}  // namespace leukolens::engine
