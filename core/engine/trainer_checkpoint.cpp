// A trainer's state as bytes, and back.
#include <ATen/ATen.h>

#include "core/engine/memory_watch.h"
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
    return withMemoryWatched([&] {
        State& s = *m_state;
        s.watch->fetchNow();  // this waits for the device anyway, and lossIsFinite() knows all then
        auto all = s.everything();
        for (const auto& [name, tensor] : s.kept) all.emplace(kKept + name, tensor);
        all.emplace("totals/seen", number(s.seen));
        all.emplace("steps", number(s.steps));
        all.emplace("pretrained", number(s.pretrained ? 1 : 0));
        all.emplace("updates", number(s.average ? s.average->updates() : 0));
        return nn::writeSafetensors(all);
    });
}

Result<void> Trainer::restore(std::span<const std::uint8_t> checkpoint) {
    return withMemoryWatched([&] { return m_state->restore(checkpoint); });
}

Result<void> Trainer::State::restore(std::span<const std::uint8_t> checkpoint) {
    auto read = nn::readSafetensors(checkpoint, kFile);
    if (!read) return fail(read.error());
    nn::StateDict found = std::move(*read), best;
    for (auto entry = found.begin(); entry != found.end();) {
        const bool isKept = entry->first.starts_with(kKept);
        if (isKept) best.emplace(entry->first.substr(std::string_view(kKept).size()), entry->second);
        entry = isKept ? found.erase(entry) : std::next(entry);
    }
    // Whether something was kept is the checkpoint's own affair; all else is there or the checkpoint is another trainer's.
    auto own = everything();
    for (const char* name : {"totals/seen", "steps", "pretrained", "updates"}) own.emplace(name, number(0));
    if (!best.empty())
        for (const auto& [name, tensor] : trained())
            if (const auto other = best.find(name); other == best.end() || other->second.sizes() != tensor.sizes()) return mismatch("kept " + name);
    if (own.size() != found.size()) return mismatch(std::to_string(found.size()) + " tensors instead of " + std::to_string(own.size()));
    for (const auto& [name, tensor] : own) {
        const auto entry = found.find(name);
        if (entry == found.end()) return mismatch(name + " is missing");
        if (entry->second.sizes() != tensor.sizes() || entry->second.scalar_type() != tensor.scalar_type()) return mismatch(name + " is of another shape");
    }
    const at::NoGradGuard noGrad;
    for (auto& [name, tensor] : own) tensor.copy_(found.at(name));
    kept = std::move(best);
    seen = own.at("totals/seen").item<std::int64_t>();
    steps = own.at("steps").item<std::int64_t>();
    pretrained = own.at("pretrained").item<std::int64_t>() != 0;
    if (average) average->setUpdates(own.at("updates").item<std::int64_t>());
    watch->reset();
    return {};
}

}  // namespace leukolens::engine
