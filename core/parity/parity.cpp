#include "core/parity/parity.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "core/engine/autocast.h"
#include "core/engine/device.h"
#include "core/nn/registry.h"
#include "core/parity/formula.h"
#include "core/parity/gradient_record.h"

namespace leukolens::parity {

std::string_view inceptionReference();  // the embedded inception_v3.json

namespace {

using Json = nlohmann::json;
using Tensors = std::map<std::string, at::Tensor>;

constexpr int kPictures = 4;
constexpr double kAuxiliaryWeight = 0.4;

struct Tolerances {
    double logits;
    double statistics, gradients, worstGradient;  ///< relative to the tensor's norm
};
// float64 shows whether the function and its gradients are the same: what is left is the rounding of the reference's digits.
constexpr Tolerances kFloat64{1e-7, 1e-6, 1e-6, 1e-6};
// float32 shows that they are still the same when rounded. Answers and statistics differ by 10⁻⁵ at most. Gradients jump where rounding
// carries a ReLU or a maximum over its edge, as happens to a few of forty million. That shows in batch norm's bias: the next batch norm takes
// constants away again, so the bias's gradient is a small remainder of large terms, and one jump is a hundredth of it; which tensor it
// hits changes with the processor and the number of threads. So 95 of 100 tensors have to be within a thousandth of their norm, and all within
// a twentieth.
constexpr Tolerances kFloat32{1e-4, 1e-4, 1e-3, 5e-2};
constexpr double kQuantile = 0.95;

/// Largest difference of a kind of values. One that is no number stays.
class Largest {
public:
    void add(double difference, const std::string& where = {}) {
        if (std::isnan(m_difference) || difference <= m_difference) return;
        m_difference = difference;
        m_where = where;
    }
    double value() const { return m_difference; }
    Deviation as(const std::string& quantity, double tolerance) const { return {quantity, m_difference, tolerance, m_where}; }

private:
    double m_difference = 0;
    std::string m_where;
};

/// A gradient's deviation, tensor by tensor: the largest of its norm's and its sampled entries', relative to its norm.
class Gradients {
public:
    void add(double deviation, const std::string& name) { m_deviations.emplace_back(std::isnan(deviation) ? std::numeric_limits<double>::infinity() : deviation, name); }

    void reportTo(std::vector<Deviation>& found, const std::string& quantity, const Tolerances& tolerances) {
        std::sort(m_deviations.begin(), m_deviations.end());
        const auto& [quantile, name] = m_deviations[static_cast<std::size_t>(kQuantile * static_cast<double>(m_deviations.size() - 1))];
        const auto& [worst, where] = m_deviations.back();
        found.push_back({quantity + " relative to their norm, 95 of 100 tensors", quantile, tolerances.gradients, name});
        found.push_back({quantity + " relative to their norm, every tensor", worst, tolerances.worstGradient, where});
    }

private:
    std::vector<std::pair<double, std::string>> m_deviations;
};

/// TF32 on or off for a scope; LibTorch keeps this for the whole process.
class Tf32Scope {
public:
    explicit Tf32Scope(bool on) : m_matrix(at::globalContext().allowTF32CuBLAS()), m_convolution(at::globalContext().allowTF32CuDNN()) { set(on, on); }
    ~Tf32Scope() { set(m_matrix, m_convolution); }
    Tf32Scope(const Tf32Scope&) = delete;
    Tf32Scope& operator=(const Tf32Scope&) = delete;

private:
    static void set(bool matrix, bool convolution) {
        at::globalContext().setAllowTF32CuBLAS(matrix);
        at::globalContext().setAllowTF32CuDNN(convolution);
    }
    bool m_matrix, m_convolution;
};

Tensors sorted(const torch::OrderedDict<std::string, at::Tensor>& tensors) {
    Tensors result;
    for (const auto& tensor : tensors) result.emplace(tensor.key(), tensor.value());
    return result;
}

Deviation compareLogits(const std::string& quantity, const at::Tensor& found, const Json& wanted, double tolerance) {
    const auto flat = found.detach().to(at::kCPU, at::kDouble).flatten();
    const auto values = wanted.get<std::vector<double>>();
    Largest largest;
    if (flat.numel() != static_cast<std::int64_t>(values.size())) {
        largest.add(std::numeric_limits<double>::infinity());
        return largest.as(quantity, tolerance);
    }
    const double* answer = flat.const_data_ptr<double>();
    for (std::size_t i = 0; i < values.size(); ++i) largest.add(std::abs(answer[i] - values[i]));
    return largest.as(quantity, tolerance);
}

/// Names and shapes are a yes or no: 0 or 1.
Deviation compareShapes(const nn::Network& network, const Json& wanted) {
    auto all = sorted(network.named_parameters());
    all.merge(sorted(network.named_buffers()));
    std::string text;
    for (const auto& [name, tensor] : all) {
        text += name + ' ';
        for (std::int64_t i = 0; i < tensor.dim(); ++i) text += (i > 0 ? "x" : "") + std::to_string(tensor.size(i));
        text += '\n';
    }
    const bool same = fnv1a(text) == std::stoull(wanted.get<std::string>(), nullptr, 16);
    return {"names and shapes of all tensors (0: the same)", same ? 0.0 : 1.0, 0, {}};
}

/// What the two reduced kinds of numbers may cost. A factor is off by at most u = 2⁻ᵗ⁻¹ with t bits behind the leading one (bf16: 7,
/// TF32: 10). Both factors of every product are rounded, errors of the 48 layers on the longest way add like independent ones: u·√(2·48) of
/// what the logits are large. Four times that for eight logits of unlucky sign.
double reducedTolerance(const std::string& precision, const Json& logits) {
    const double unit = std::exp2(precision == "bf16" ? -8 : -11);
    double squares = 0;
    for (const double value : logits) squares += value * value;
    return 4 * unit * std::sqrt(2.0 * 48) * std::sqrt(squares / static_cast<double>(logits.size()));
}

class Measurement {
public:
    Measurement(at::DeviceType device, std::string precision)
        : m_device(device), m_precision(std::move(precision)), m_reference(Json::parse(inceptionReference())) {}

    std::vector<Deviation> run() {
        const Tf32Scope tf32(m_precision == "tf32");
        const bool full = m_precision == "fp32" || m_precision == "fp64";
        if (full) m_found.push_back(compareShapes(*network(), m_reference.at("shapes")));
        evaluate("299");
        evaluate("139");
        if (full) {
            trainWithAuxiliary();
            trainWithout();
        }
        return std::move(m_found);
    }

private:
    std::shared_ptr<nn::Network> network() const {
        auto made = nn::createNetwork("inception_v3", {2, 0.0, false}).value();
        fillByFormula(*made);
        made->to(m_device, m_type);
        // Channels last, as the program trains and classifies.
        for (auto& parameter : made->parameters())
            if (parameter.dim() == 4) parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
        return made;
    }

    at::Tensor pictures(std::int64_t sizePx) const {
        return formulaPictures(kPictures, sizePx).to(m_device, m_type).contiguous(at::MemoryFormat::ChannelsLast);
    }

    at::Tensor loss(const at::Tensor& logits) const {
        const auto labels = at::tensor({0, 1, 1, 0}, at::kLong).to(m_device);
        return at::cross_entropy_loss(logits, labels);
    }

    void evaluate(const std::string& size) {
        const at::NoGradGuard noGrad;
        const auto& wanted = m_reference.at("logits_" + size);
        const auto evaluated = network();
        evaluated->eval();
        const engine::AutocastScope scope(m_device, m_precision == "bf16");
        const auto logits = evaluated->forward(pictures(std::stoi(size))).logits;
        const bool reduced = m_precision == "bf16" || m_precision == "tf32";
        m_found.push_back(compareLogits("logits at " + size + " px", logits, wanted, reduced ? reducedTolerance(m_precision, wanted) : m_tolerances.logits));
    }

    void trainWithAuxiliary() {
        const at::AutoGradMode grad(true);
        const auto trained = network();
        trained->train();
        const auto output = trained->forward(pictures(299));
        m_found.push_back(compareLogits("training logits at 299 px", output.logits, m_reference.at("training_logits_299"), m_tolerances.logits));
        m_found.push_back(compareLogits("auxiliary logits at 299 px", output.auxiliary, m_reference.at("training_auxiliary_299"), m_tolerances.logits));
        (loss(output.logits) + kAuxiliaryWeight * loss(output.auxiliary)).backward();

        Gradients gradients;
        Largest statistics;
        auto record = m_reference.at("gradients_299").begin();
        for (const auto& [name, parameter] : sorted(trained->named_parameters())) gradients.add(deviationOf(name, parameter.grad(), record++->get<std::vector<double>>()), name);
        gradients.reportTo(m_found, "gradients at 299 px", m_tolerances);
        record = m_reference.at("statistics_299").begin();
        for (const auto& [name, buffer] : sorted(trained->named_buffers()))
            if (name.find("running_") != std::string::npos) statistics.add(deviationOf(name, buffer, record++->get<std::vector<double>>()), name);
        m_found.push_back(statistics.as("batch norm's statistics after a step at 299 px, relative", m_tolerances.statistics));
    }

    void trainWithout() {
        const at::AutoGradMode grad(true);
        const auto trained = network();
        trained->train();
        const auto logits = trained->forward(pictures(139)).logits;
        m_found.push_back(compareLogits("training logits at 139 px, no auxiliary head", logits, m_reference.at("training_logits_139"), m_tolerances.logits));
        loss(logits).backward();

        Gradients gradients;
        auto wanted = m_reference.at("gradient_norms_139").begin();
        for (const auto& [name, parameter] : sorted(trained->named_parameters()))
            if (!name.starts_with("AuxLogits.")) gradients.add(deviationOf(name, parameter.grad(), std::vector{(wanted++)->get<double>()}), name);
        gradients.reportTo(m_found, "norms of gradients at 139 px, no auxiliary head,", m_tolerances);
    }

    at::DeviceType m_device;
    std::string m_precision;
    at::ScalarType m_type = m_precision == "fp64" ? at::kDouble : at::kFloat;
    Tolerances m_tolerances = m_precision == "fp64" ? kFloat64 : kFloat32;
    Json m_reference;
    std::vector<Deviation> m_found;
};

}  // namespace

Result<std::vector<Deviation>> measureParity(const std::string& device, const std::string& precision) {
    const auto resolved = engine::resolveDevice(device);
    if (!resolved) return fail(resolved.error());
    if (precision != "fp64" && precision != "fp32" && precision != "bf16" && !(precision == "tf32" && *resolved == "cuda"))
        return fail(ErrorCode::InvalidArgument, "precision '" + precision + "' is not known on " + *resolved, {}, "Choose fp64, fp32, bf16, or tf32 on a GPU.");
    return Measurement(*resolved == "cuda" ? at::kCUDA : at::kCPU, precision).run();
}

}  // namespace leukolens::parity
