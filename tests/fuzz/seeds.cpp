#include "tests/fuzz/seeds.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "core/inference/model_card.h"
#include "core/stain/stain_target.h"
#include "core/weights/safetensors.h"
#include "core/weights/zip_directory.h"
#include "tests/fuzz/damage.h"
#include "tests/support/zip_bytes.h"

namespace leukolens::fuzz {
namespace {

std::string textOf(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

std::string soundSafetensors() {
    const Bytes numbers(64, 0x3c);
    const std::span all(numbers);
    const weights::TensorRecord records[] = {{"fc.weight", weights::NumberType::Float32, {2, 4}, {4, 1}, all.subspan(0, 32)},
                                             {"fc.bias", weights::NumberType::Float16, {2}, {1}, all.subspan(32, 4)},
                                             {"bn.num_batches_tracked", weights::NumberType::Int64, {}, {}, all.subspan(40, 8)}};
    return textOf(weights::writeSafetensors(records, {{"format", "pt"}}));
}

std::string cardFor(const std::string& weights) {
    inference::ModelCard card;
    inference::fillStandardTexts(card);
    card.name = "seed";
    card.network = "inception_v3";
    card.classes = {{"all", "", {}, {}, {}}, {"hem", "", {}, {}, {}}};
    card.created = "2026-01-01T00:00:00Z";
    card.stain = stain::fixedReference(stain::StainMethod::Macenko);
    std::vector<stain::ColourStatistics> colours;
    for (int i = 0; i < 20; ++i) colours.push_back({20.0 + i, 5, 20, 4, -20, 4});
    card.colours = stain::fitShift(colours).value();
    card.weightsSha256 = digest::sha256(weights);
    return inference::toJson(card).dump();
}

std::string bundleOf(const std::string& card, const std::string& weights) {
    return test::zipOf({{.name = "card.json", .content = card}, {.name = "weights.safetensors", .content = weights}});
}

void replaceOne(std::string& text, const std::string& what, const std::string& with) {
    if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), with);
}

/// Names and instructions that run code in Python, and lists that grow.
void poison(std::string& pickle, Random& random) {
    switch (random.below(6)) {
        case 0: replaceOne(pickle, "ctorch._utils\n_rebuild_tensor_v2\n", "cposix\nsystem\n"); break;
        case 1: replaceOne(pickle, "ccollections\nOrderedDict\n", "cbuiltins\neval\n"); break;
        case 2: replaceOne(pickle, "FloatStorage", "ComplexFloatStorage"); break;
        case 3: {
            const std::size_t length = random.below(50) == 0 ? random.below(3'000'000) : random.below(5000);
            pickle.insert(random.below(pickle.size() + 1), length, "(])}Nh"[random.below(6)]);
            break;
        }
        case 4: pickle.insert(random.below(pickle.size() + 1), std::string("h\0", 2)); break;
        case 5: replaceOne(pickle, "K\x02", "J\xff\xff\xff\x7f"); break;
    }
}

std::string rebuiltZip(const std::string& file, Random& random) {
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(file.data()), file.size());
    const auto directory = weights::ZipDirectory::read(bytes, "seed");
    if (!directory) throw std::runtime_error("a seed is no zip file");
    std::vector<test::ZipPart> parts;
    for (const auto& entry : directory->entries()) parts.push_back({.name = entry.name, .content = std::string(entry.packed.begin(), entry.packed.end())});
    auto& part = parts[random.below(parts.size())];
    switch (random.below(9)) {
        case 0: part.claimedSize = static_cast<std::int64_t>(awkward(random) >> 1); break;
        case 1: part.claimedSize = part.claimedPackedSize = static_cast<std::int64_t>(awkward(random) >> 1); break;
        case 2: part.claimedPlace = static_cast<std::int64_t>(random.below(file.size())); break;
        case 3: part.method = random.below(2) == 0 ? 8 : 9; break;
        case 4: part.name = parts[random.below(parts.size())].name; break;
        case 5: part.flags = static_cast<std::uint16_t>(random.below(65536)); break;
        case 6: poison(part.content, random); break;
        default: damage(part.content, random); break;
    }
    return test::zipOf(parts, random.below(2) == 0);
}

}  // namespace

std::vector<std::string> soundFiles(const std::filesystem::path& fixtures) {
    std::vector<std::string> files;
    for (const char* name : {"small.pth", "small_legacy.pth"}) {
        const auto bytes = readFile(fixtures / name, 1 << 20);
        if (!bytes) throw std::runtime_error(bytes.error().message());
        files.push_back(textOf(*bytes));
    }
    const auto weights = soundSafetensors();
    files.push_back(weights);
    files.push_back(bundleOf(cardFor(weights), weights));
    return files;
}

const char* keptName() { return "spoilt-weights"; }

std::string spoilt(const std::vector<std::string>& sound, Random& random) {
    std::string file = sound[random.below(sound.size())];
    const bool isZip = file.starts_with("PK");
    if (isZip && random.below(4) != 0) {
        if (file == sound.back() && random.below(2) == 0) {
            // A model whose checksum fits its spoilt weights, or whose card is spoilt.
            auto weights = soundSafetensors();
            auto card = cardFor(weights);
            if (random.below(2) == 0) {
                damage(weights, random);
                card = cardFor(weights);
            } else {
                damage(card, random);
            }
            return bundleOf(card, weights);
        }
        return rebuiltZip(file, random);
    }
    if (!isZip && random.below(3) == 0) poison(file, random);
    damage(file, random);
    return file;
}

}  // namespace leukolens::fuzz
