#include "core/nn/block.h"

#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>

#include "core/nn/folded_block.h"
#include "core/nn/fused_block.h"
#include "core/nn/block_operations.h"

namespace leukolens::nn {
namespace {

thread_local bool fusion = true;

/// The type that convolutions on this device compute in here.
at::ScalarType computedType(const at::Tensor& x) {
    const auto device = x.device().type();
    return at::autocast::is_autocast_enabled(device) ? at::autocast::get_autocast_dtype(device) : x.scalar_type();
}

bool canFuse(const at::Tensor& x) {
    const auto type = computedType(x);
    return FusionScope::on() && x.dim() == 4 && (type == at::kFloat || type == at::kBFloat16) && blockOperations(x.device().type());
}

/// As the fused and folded ways take it. Autocast is off inside: the type is chosen.
class Prepared {
public:
    explicit Prepared(const at::Tensor& x) : m_x(x.to(computedType(x)).contiguous(at::MemoryFormat::ChannelsLast)) {}
    const at::Tensor& x() const { return m_x; }

private:
    at::Tensor m_x;
    c10::impl::ExcludeDispatchKeyGuard m_noAutocast{kAutocastKeys};
};

std::vector<Conv> convolutionsOf(const std::vector<Branch>& branches) {
    std::vector<Conv> all;
    for (const auto& branch : branches) {
        all.insert(all.end(), branch.chain.begin(), branch.chain.end());
        all.insert(all.end(), branch.fork.begin(), branch.fork.end());
    }
    return all;
}

enum class Norm { AsItIs, Fixed };

at::Tensor plainForward(const std::vector<Branch>& branches, const at::Tensor& x, Norm norm = Norm::AsItIs) {
    const auto run = [&](const Conv& conv, const at::Tensor& y) { return norm == Norm::Fixed ? conv->fixedNormForward(y) : conv->forward(y); };
    std::vector<at::Tensor> parts;
    for (const auto& branch : branches) {
        auto y = branch.pool == Branch::Pool::None ? x : branch.pool == Branch::Pool::Max ? at::max_pool2d(x, 3, 2) : at::avg_pool2d(x, 3, 1, 1);
        for (const auto& conv : branch.chain) y = run(conv, y);
        if (branch.fork.empty()) parts.push_back(y);
        for (const auto& conv : branch.fork) parts.push_back(run(conv, y));
    }
    return parts.size() == 1 ? parts.front() : at::cat(parts, 1);
}

}  // namespace

FusionScope::FusionScope(bool on) : m_before(fusion) { fusion = on; }
FusionScope::~FusionScope() { fusion = m_before; }
bool FusionScope::on() { return fusion; }

Conv Block::conv(const char* name, int64_t in, int64_t out, const ConvBlock::Shape& shape) {
    return register_module(name, std::make_shared<ConvBlock>(in, out, shape));
}

at::Tensor runBranches(const std::vector<Branch>& branches, const at::Tensor& x) {
    if (!canFuse(x)) return plainForward(branches, x);
    bool training = true, evaluating = true, trained = true, frozen = true;
    for (const auto& conv : convolutionsOf(branches)) {
        (conv->is_training() ? evaluating : training) = false;
        for (const auto& parameter : conv->parameters()) (parameter.requires_grad() ? frozen : trained) = false;
    }
    const bool gradients = at::GradMode::is_enabled();
    if (training && trained && gradients) {
        const Prepared prepared(x);
        return fusedForward(branches, prepared.x());
    }
    if (evaluating && (!gradients || (frozen && !x.requires_grad()))) {
        const at::NoGradGuard noGrad;
        const Prepared prepared(x);
        return x.is_cpu() ? foldedForward(branches, prepared.x()) : fusedEvaluation(branches, prepared.x());
    }
    return plainForward(branches, x, evaluating ? Norm::Fixed : Norm::AsItIs);
}

at::Tensor halvingMaxPool(const at::Tensor& x) {
    const bool gradient = at::GradMode::is_enabled() && x.requires_grad();
    if (!canFuse(x) || (x.is_cpu() && !gradient) || !x.is_contiguous(at::MemoryFormat::ChannelsLast) ||
        (x.scalar_type() != at::kFloat && x.scalar_type() != at::kBFloat16))
        return at::max_pool2d(x, 3, 2);
    return fusedMaxPool(x);
}

}  // namespace leukolens::nn
