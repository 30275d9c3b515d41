#include "core/experiment/cell_colours.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/base/cache_folder.h"
#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "core/image/cell_mask.h"
#include "core/experiment/pixel_cache.h"
#include "core/stain/network_pixels.h"

namespace leukolens::experiment {
namespace fs = std::filesystem;
namespace {

// Magic; a record a cell: outcome, whether there are colours, the six numbers; SHA-256 of all that in hexadecimal digits.
constexpr std::string_view kMagic = "LEUKOCO1";
constexpr std::size_t kRecord = 2 + stain::kColourFeatures * sizeof(double), kDigest = 64;
constexpr std::uint64_t kLimitBytes = 200u << 20;
/// Raised whenever stain::colourStatistics() gives other numbers.
constexpr int kColoursVersion = 1;

CellColours parseRecord(const std::uint8_t* bytes) {
    CellColours cell{{}, static_cast<stain::StainOutcome>(bytes[0])};
    stain::ColourVector values{};
    std::memcpy(values.data(), bytes + 2, sizeof values);
    if (bytes[1] != 0) cell.colours = stain::fromVector(values);
    return cell;
}

std::optional<std::vector<CellColours>> parse(const Bytes& bytes, std::size_t cells) {
    const std::size_t hashed = kMagic.size() + cells * kRecord;
    if (bytes.size() != hashed + kDigest || std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) return std::nullopt;
    // With the right checksum, the numbers are what this program wrote.
    if (digest::sha256(std::span(bytes).first(hashed)) != std::string(bytes.begin() + static_cast<std::ptrdiff_t>(hashed), bytes.end())) return std::nullopt;
    std::vector<CellColours> parsed;
    for (std::size_t i = 0; i < cells; ++i) parsed.push_back(parseRecord(bytes.data() + kMagic.size() + i * kRecord));
    return parsed;
}

}  // namespace

int leftAsTheyAre(std::span<const CellColours> cells) {
    return static_cast<int>(std::ranges::count_if(cells, [](const CellColours& cell) { return cell.outcome != stain::StainOutcome::Applied; }));
}

std::string coloursKey(std::span<const std::string> sha256s, const stain::StainReference& stain, bool cutsOut) {
    std::string all = "colours " + std::to_string(kColoursVersion) + " decoder " + std::to_string(kDecoderVersion) + " stain " + std::to_string(stain::kNormalisationVersion) + ' ' + toJson(stain).dump() + '\n';
    if (cutsOut) all += "cells alone " + std::to_string(image::kCellMaskVersion) + '\n';
    for (const auto& sha256 : sha256s) all += sha256 + '\n';
    return digest::sha256(all);
}

std::optional<std::vector<CellColours>> readColours(const fs::path& folder, const std::string& key, std::size_t cells, std::vector<std::string>& notices) {
    if (folder.empty()) return std::nullopt;
    const fs::path file = folder / key;
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return std::nullopt;
    const auto bytes = readFile(file, kLimitBytes);
    if (!bytes) {
        notices.push_back("The kept colours were not read: " + bytes.error().message());
        return std::nullopt;
    }
    auto colours = parse(*bytes, cells);
    if (colours) {
        fs::last_write_time(file, fs::file_time_type::clock::now(), ignored);  // used now: the oldest go first
    } else {
        fs::remove(file, ignored);
        notices.push_back("The kept colours in " + file.string() + " are damaged; they are measured again.");
    }
    return colours;
}

void keepColours(const fs::path& folder, const std::string& key, std::span<const CellColours> cells, std::vector<std::string>& notices) {
    if (folder.empty()) return;
    const auto problem = [&](const std::string& what) { notices.push_back("The cells' colours are not kept for the next run: " + what); };
    if (auto created = createFolder(folder); !created) return problem(created.error().message());
    Bytes bytes(kMagic.begin(), kMagic.end());
    bytes.resize(kMagic.size() + cells.size() * kRecord);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        std::uint8_t* record = bytes.data() + kMagic.size() + i * kRecord;
        const stain::ColourVector values = stain::asVector(cells[i].colours.value_or(stain::ColourStatistics{}));
        record[0] = static_cast<std::uint8_t>(cells[i].outcome);
        record[1] = cells[i].colours ? 1 : 0;
        std::memcpy(record + 2, values.data(), sizeof values);
    }
    const std::string digest = digest::sha256(bytes);
    bytes.insert(bytes.end(), digest.begin(), digest.end());
    if (!makeRoom(folder, bytes.size(), kLimitBytes)) return problem("there is too little space in " + folder.string() + '.');
    if (auto written = writeFileAtomically(folder / key, std::span<const std::uint8_t>(bytes)); !written) problem(written.error().message());
}

}  // namespace leukolens::experiment
