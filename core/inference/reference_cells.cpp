#include "core/inference/reference_cells.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "core/digest/sha256.h"
#include "core/weights/safetensors.h"

namespace leukolens::inference {
namespace {

constexpr std::int64_t kMaxLength = 65'536, kMaxComponents = 4096, kMaxCells = 2'000'000;
constexpr std::size_t kDigestWords = 4;  ///< a SHA-256 as 64-bit numbers, the first digits the highest

double squaredDistance(const float* a, const float* b, std::size_t width) {
    float sum = 0;
    for (std::size_t i = 0; i < width; ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
    return static_cast<double>(sum);
}

std::array<std::uint64_t, kDigestWords> wordsOf(const std::string& sha256) {
    std::array<std::uint64_t, kDigestWords> words{};
    for (std::size_t i = 0; i < kDigestWords; ++i) std::from_chars(sha256.data() + 16 * i, sha256.data() + 16 * (i + 1), words[i], 16);
    return words;
}

std::string digitsOf(const std::uint64_t* words) {
    std::string digits;
    for (std::size_t i = 0; i < kDigestWords; ++i)
        for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[(words[i] >> shift) & 15];
    return digits;
}

template <class Number>
weights::TensorRecord recordOf(const char* name, weights::NumberType type, std::vector<std::int64_t> shape, const std::vector<Number>& values) {
    auto stride = weights::contiguousStride(shape);
    return {name, type, std::move(shape), std::move(stride), {reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(Number)}};
}

/// The numbers of a tensor of that type with as many dimensions; throws std::invalid_argument.
template <class Number>
std::vector<Number> numbersOf(const weights::WeightsFile& file, const char* name, weights::NumberType type, std::size_t dimensions, std::vector<std::int64_t>& shape) {
    const auto* record = file.find(name);
    if (!record || record->type != type || record->shape.size() != dimensions) throw std::invalid_argument(std::string("'") + name + "' is missing or of another kind");
    shape = record->shape;
    std::vector<Number> numbers(record->elements());
    weights::copyContiguous(*record, {reinterpret_cast<std::uint8_t*>(numbers.data()), numbers.size() * sizeof(Number)});
    return numbers;
}

const std::string& textOf(const weights::WeightsFile& file, const char* key) {
    const auto found = file.metadata().find(key);
    if (found == file.metadata().end()) throw std::invalid_argument(std::string("it does not say its ") + key);
    return found->second;
}

double numberOf(const weights::WeightsFile& file, const char* key) {
    const auto& text = textOf(file, key);
    double number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc() || end != text.data() + text.size()) throw std::invalid_argument(std::string("its ") + key + " is no number");
    return number;
}

std::string wordsOf(double number) {
    std::array<char, 40> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

bool areFinite(const std::vector<float>& values) {
    return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

}  // namespace

std::vector<float> embeddingOf(const ReferenceCells& references, std::span<const float> features) {
    const auto length = static_cast<std::size_t>(references.length), components = static_cast<std::size_t>(references.components);
    double square = 0;
    for (const float value : features) square += static_cast<double>(value) * static_cast<double>(value);
    const auto scale = static_cast<float>(square > 0 ? 1 / std::sqrt(square) : 0);
    std::vector<float> centred(length), embedding(components + 1);
    double left = 0;
    for (std::size_t i = 0; i < length; ++i) {
        centred[i] = features[i] * scale - references.mean[i];
        left += static_cast<double>(centred[i]) * static_cast<double>(centred[i]);
    }
    for (std::size_t c = 0; c < components; ++c) {
        const float* axis = references.axes.data() + c * length;
        float sum = 0;
        for (std::size_t i = 0; i < length; ++i) sum += axis[i] * centred[i];
        embedding[c] = sum;
        left -= static_cast<double>(sum) * static_cast<double>(sum);
    }
    embedding[components] = static_cast<float>(std::sqrt(std::max(0.0, left)));
    return embedding;
}

std::vector<Neighbour> nearestCells(const ReferenceCells& references, std::span<const float> embedding, int count, const std::string& besides) {
    std::vector<Neighbour> all;
    all.reserve(references.cells());
    for (std::size_t i = 0; i < references.cells(); ++i)
        if (besides.empty() || references.sha256s[i] != besides) all.push_back({i, squaredDistance(references.embeddings.data() + i * references.width(), embedding.data(), references.width())});
    const auto wanted = std::min(all.size(), static_cast<std::size_t>(std::max(0, count)));
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(wanted), all.end(),
                      [](const Neighbour& a, const Neighbour& b) { return a.distance != b.distance ? a.distance < b.distance : a.cell < b.cell; });
    all.resize(wanted);
    for (auto& neighbour : all) neighbour.distance = std::sqrt(neighbour.distance);
    return all;
}

double strangenessOf(const ReferenceCells& references, std::span<const float> embedding, const std::string& besides) {
    const auto nearest = nearestCells(references, embedding, references.neighbour, besides);
    return nearest.empty() ? 0 : nearest.back().distance / references.limit;
}

std::string faultOf(const ReferenceCells& references, std::size_t classes) {
    const std::size_t cells = references.cells(), length = static_cast<std::size_t>(references.length), components = static_cast<std::size_t>(references.components);
    if (references.length < 1 || references.length > kMaxLength || references.components < 1 || references.components > kMaxComponents) return "its vectors have no length";
    if (cells < 1 || cells > kMaxCells) return "it holds " + std::to_string(cells) + " cells";
    if (references.mean.size() != length || references.axes.size() != components * length || references.embeddings.size() != cells * references.width() || references.sha256s.size() != cells)
        return "its tables differ in size";
    if (!areFinite(references.mean) || !areFinite(references.axes) || !areFinite(references.embeddings)) return "it holds something that is no number";
    if (std::ranges::any_of(references.classes, [classes](int index) { return index < 0 || static_cast<std::size_t>(index) >= classes; })) return "a cell is of no class of the model";
    if (!std::ranges::all_of(references.sha256s, digest::isSha256)) return "a checksum of a cell is none";
    if (references.neighbour < 1 || static_cast<std::size_t>(references.neighbour) > cells) return "it asks for more neighbours than it has cells";
    if (!(references.limit > 0 && std::isfinite(references.limit))) return "its limit is not above 0";
    if (!(references.kept > 0 && references.kept < 1)) return "its share of kept cells is outside 0 … 1";
    return {};
}

Bytes writeReferenceCells(const ReferenceCells& references) {
    using weights::NumberType;
    const auto cells = static_cast<std::int64_t>(references.cells());
    const std::vector<std::int64_t> classes(references.classes.begin(), references.classes.end());
    std::vector<std::uint64_t> digests;
    for (const auto& sha256 : references.sha256s)
        for (const std::uint64_t word : wordsOf(sha256)) digests.push_back(word);
    const std::vector<weights::TensorRecord> records = {
        recordOf("axes", NumberType::Float32, {references.components, references.length}, references.axes),
        recordOf("classes", NumberType::Int64, {cells}, classes),
        recordOf("embeddings", NumberType::Float32, {cells, references.components + 1}, references.embeddings),
        recordOf("mean", NumberType::Float32, {references.length}, references.mean),
        recordOf("sha256", NumberType::Int64, {cells, static_cast<std::int64_t>(kDigestWords)}, digests),
    };
    return weights::writeSafetensors(records, {{"neighbour", std::to_string(references.neighbour)}, {"limit", wordsOf(references.limit)}, {"kept", wordsOf(references.kept)}, {"chosenOn", references.chosenOn}});
}

Result<ReferenceCells> readReferenceCells(const weights::WeightsFile& file, std::size_t classes) {
    using weights::NumberType;
    const auto damaged = [&](const std::string& what) { return fail(ErrorCode::DamagedModel, "the list of training cells in it is damaged: " + what, file.file(), "Copy or export the model again."); };
    try {
        ReferenceCells references;
        std::vector<std::int64_t> shape;
        references.axes = numbersOf<float>(file, "axes", NumberType::Float32, 2, shape);
        if (shape[0] > kMaxComponents || shape[1] > kMaxLength) return damaged("its vectors are longer than any network's");
        references.components = static_cast<int>(shape[0]);
        references.length = static_cast<int>(shape[1]);
        references.mean = numbersOf<float>(file, "mean", NumberType::Float32, 1, shape);
        references.embeddings = numbersOf<float>(file, "embeddings", NumberType::Float32, 2, shape);
        for (const std::int64_t index : numbersOf<std::int64_t>(file, "classes", NumberType::Int64, 1, shape)) references.classes.push_back(index < 0 || index > 1'000'000 ? -1 : static_cast<int>(index));
        const auto digests = numbersOf<std::uint64_t>(file, "sha256", NumberType::Int64, 2, shape);
        if (shape[1] != static_cast<std::int64_t>(kDigestWords)) return damaged("its checksums are none");
        for (std::size_t i = 0; i < digests.size(); i += kDigestWords) references.sha256s.push_back(digitsOf(digests.data() + i));
        const double neighbour = numberOf(file, "neighbour");
        if (!(neighbour >= 1 && neighbour <= 1000)) return damaged("its number of neighbours is none");
        references.neighbour = static_cast<int>(neighbour);
        references.limit = numberOf(file, "limit");
        references.kept = numberOf(file, "kept");
        references.chosenOn = textOf(file, "chosenOn");
        if (const auto fault = faultOf(references, classes); !fault.empty()) return damaged(fault);
        return references;
    } catch (const std::invalid_argument& e) {
        return damaged(e.what());
    }
}

}  // namespace leukolens::inference
