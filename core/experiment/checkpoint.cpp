#include "core/experiment/checkpoint.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/digest/sha256.h"

namespace leukolens::experiment {
namespace fs = std::filesystem;
namespace {

// Magic, size of the header, size of the payload (both 8 bytes, little end first); header (JSON); payload; SHA-256 of all that in hexadecimal digits.
constexpr std::string_view kMagic = "LEUKOCP1";
constexpr std::size_t kStart = 24, kDigest = 64;
constexpr std::uint64_t kMaxBytes = 16ull << 30;
constexpr const char* kEnding = ".checkpoint";
constexpr std::size_t kDigits = 8, kKept = 2;

void putNumber(std::uint64_t value, std::uint8_t* to) {
    for (int i = 0; i < 8; ++i) to[i] = static_cast<std::uint8_t>(value >> (8 * i));
}

std::uint64_t numberAt(const std::uint8_t* from) {
    std::uint64_t value = 0;
    for (int i = 7; i >= 0; --i) value = value << 8 | from[i];
    return value;
}

nlohmann::json toJson(const CheckpointFacts& facts) {
    nlohmann::json rows = nlohmann::json::array();
    for (const EpochRecord& r : facts.history)
        rows.push_back({r.epoch, r.trainLoss, r.trainAccuracy, r.validationLoss, r.validationAccuracy, r.learningRate, r.seconds, r.best});
    nlohmann::json json = {{"version", 1},
                           {"fold", facts.fold},
                           {"batch", facts.batch},
                           {"step", facts.step},
                           {"stepsIntoEpoch", facts.stepsIntoEpoch},
                           {"epochSeconds", facts.epochSeconds},
                           {"settingsHash", facts.settingsHash},
                           {"dataSha256", facts.dataSha256},
                           {"history", std::move(rows)}};
    if (facts.trained) json["trained"] = {facts.trained->meanLoss, facts.trained->accuracy, facts.trained->cells};
    return json;
}

/// Throws nlohmann's exceptions.
CheckpointFacts factsOf(const nlohmann::json& json) {
    CheckpointFacts facts;
    if (json.at("version") != 1) throw nlohmann::json::other_error::create(501, "another version", nullptr);
    json.at("fold").get_to(facts.fold);
    json.at("batch").get_to(facts.batch);
    json.at("step").get_to(facts.step);
    json.at("stepsIntoEpoch").get_to(facts.stepsIntoEpoch);
    json.at("epochSeconds").get_to(facts.epochSeconds);
    json.at("settingsHash").get_to(facts.settingsHash);
    json.at("dataSha256").get_to(facts.dataSha256);
    for (const auto& row : json.at("history")) {
        facts.history.push_back({facts.fold, row.at(0).get<int>(), row.at(1).get<double>(), row.at(2).get<double>(), row.at(3).get<double>(), row.at(4).get<double>(),
                                 row.at(5).get<double>(), row.at(6).get<double>(), row.at(7).get<bool>()});
    }
    bool sound = facts.batch >= 1 && facts.step >= 0 && facts.stepsIntoEpoch >= 0;
    for (std::size_t i = 0; i < facts.history.size(); ++i) sound = sound && facts.history[i].epoch == static_cast<int>(i) + 1;
    if (!sound) throw nlohmann::json::other_error::create(501, "impossible numbers", nullptr);
    if (const auto trained = json.find("trained"); trained != json.end())
        facts.trained = engine::Totals{trained->at(0).get<double>(), trained->at(1).get<double>(), trained->at(2).get<std::int64_t>()};
    return facts;
}

std::string fileName(std::int64_t step) {
    const std::string digits = std::to_string(step);
    return std::string(kDigits - std::min(kDigits, digits.size()), '0') + digits + kEnding;
}

/// −1 for a file of another name.
std::int64_t stepOf(const fs::path& file) {
    const std::string stem = file.stem().string();
    const bool isNumber = !stem.empty() && stem.size() <= 18 && std::all_of(stem.begin(), stem.end(), [](char c) { return c >= '0' && c <= '9'; });
    return file.extension() == kEnding && isNumber ? std::stoll(stem) : -1;
}

}  // namespace

Result<Checkpoint> readCheckpoint(const fs::path& file) {
    auto bytes = readFile(file, kMaxBytes);
    if (!bytes) return fail(bytes.error());
    const auto bad = [&](const char* what) { return fail(ErrorCode::ReadFailed, what, file, "An older one is used."); };
    if (bytes->size() < kStart + kDigest || std::memcmp(bytes->data(), kMagic.data(), kMagic.size()) != 0) return bad("is no checkpoint");
    const std::uint64_t header = numberAt(bytes->data() + 8), payload = numberAt(bytes->data() + 16), content = bytes->size() - kStart - kDigest;
    if (header > content || payload != content - header) return bad("is not as long as it says: it is torn or damaged");
    const std::size_t hashed = bytes->size() - kDigest;
    const std::string digest(bytes->begin() + static_cast<std::ptrdiff_t>(hashed), bytes->end());
    if (digest::sha256(std::span<const std::uint8_t>(*bytes).first(hashed)) != digest) return bad("does not have the checksum that it states: it is torn or damaged");
    try {
        const auto* text = bytes->data() + kStart;
        Checkpoint checkpoint;
        checkpoint.facts = factsOf(nlohmann::json::parse(text, text + header));
        checkpoint.payloadAt = kStart + header;
        checkpoint.payloadSize = payload;
        checkpoint.bytes = std::move(*bytes);
        return checkpoint;
    } catch (const nlohmann::json::exception&) {
        return bad("is of another version of the program, or its numbers are impossible");
    }
}

Result<void> CheckpointFolder::write(const CheckpointFacts& facts, std::span<const std::uint8_t> payload) const {
    if (auto created = createFolder(m_folder); !created) return created;
    const std::string header = toJson(facts).dump();
    std::array<std::uint8_t, kStart> start{};
    std::copy(kMagic.begin(), kMagic.end(), start.begin());
    putNumber(header.size(), start.data() + 8);
    putNumber(payload.size(), start.data() + 16);
    const auto bytesOf = [](const std::string& text) { return std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()); };
    std::vector<std::span<const std::uint8_t>> parts = {start, bytesOf(header), payload};
    const std::string digest = digest::sha256(parts);
    parts.push_back(bytesOf(digest));
    // With data that changed, and that was accepted, an epoch may have fewer steps than before; the newest file has the highest number all the same.
    const auto earlier = files();
    const std::int64_t number = std::max(facts.step, earlier.empty() ? 0 : stepOf(earlier.front()) + 1);
    if (auto written = writeFileAtomically(m_folder / fileName(number), parts); !written) return written;
    keep(kKept);
    return {};
}

std::optional<Checkpoint> CheckpointFolder::newest(int fold, const std::string& settingsHash, std::vector<std::string>& notices) const {
    for (const fs::path& file : files()) {
        auto checkpoint = readCheckpoint(file);
        if (!checkpoint) {
            notices.push_back("Passed over: " + checkpoint.error().message());
        } else if (checkpoint->facts.fold != fold || checkpoint->facts.settingsHash != settingsHash) {
            notices.push_back("Passed over: " + file.string() + ": is of another fold or of other settings.");
        } else {
            return std::optional<Checkpoint>(std::move(*checkpoint));
        }
    }
    return std::nullopt;
}

void CheckpointFolder::keepNewest() const { keep(1); }

void CheckpointFolder::clear() const { keep(0); }

std::vector<fs::path> CheckpointFolder::files() const {
    std::vector<fs::path> found;
    std::error_code code;
    for (fs::directory_iterator entry(m_folder, code), end; !code && entry != end; entry.increment(code))
        if (stepOf(entry->path()) >= 0) found.push_back(entry->path());
    std::sort(found.begin(), found.end(), [](const fs::path& a, const fs::path& b) { return stepOf(a) > stepOf(b); });
    return found;
}

void CheckpointFolder::keep(std::size_t count) const {
    const auto all = files();
    std::error_code ignored;  // an old file too many does no harm
    for (std::size_t i = count; i < all.size(); ++i) fs::remove(all[i], ignored);
}

}  // namespace leukolens::experiment
