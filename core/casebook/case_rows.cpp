#include "core/casebook/case_rows.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace leukolens::casebook {
namespace {

/// Bytes that follow a UTF-8 lead byte; -1 where it leads nothing.
int followers(unsigned char lead) {
    if (lead >= 0x01 && lead < 0x80) return 0;
    if (lead >= 0xc2 && lead < 0xe0) return 1;
    if (lead >= 0xe0 && lead < 0xf0) return 2;
    if (lead >= 0xf0 && lead < 0xf5) return 3;
    return -1;
}

bool isAllowed(std::uint32_t codePoint, int followerCount) {
    constexpr std::uint32_t kSmallest[] = {0x01, 0x80, 0x800, 0x10000};
    const bool surrogate = codePoint >= 0xd800 && codePoint < 0xe000;
    return codePoint >= kSmallest[followerCount] && codePoint <= 0x10ffff && !surrogate;
}

}  // namespace

bool isPlainText(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const int count = followers(lead);
        if (count < 0 || text.size() - at <= static_cast<std::size_t>(count)) return false;
        std::uint32_t codePoint = count == 0 ? lead : lead & (0x3fu >> count);
        for (int i = 1; i <= count; ++i) {
            const auto byte = static_cast<unsigned char>(text[at + static_cast<std::size_t>(i)]);
            if ((byte & 0xc0) != 0x80) return false;
            codePoint = codePoint << 6 | (byte & 0x3fu);
        }
        if (!isAllowed(codePoint, count)) return false;
        at += static_cast<std::size_t>(count) + 1;
    }
    return true;
}

std::string toColumn(const nlohmann::json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<std::string> stringsFromColumn(const std::string& column) {
    return nlohmann::json::parse(column).get<std::vector<std::string>>();
}

std::vector<double> numbersFromColumn(const std::string& column) {
    return nlohmann::json::parse(column).get<std::vector<double>>();
}

Result<void> validate(const CaseCell& cell) {
    if (cell.path.empty() || cell.path.find('\0') != std::string::npos) {
        return fail(ErrorCode::InvalidArgument, "a cell has no usable path");
    }
    if (cell.classes.size() != cell.probabilities.size()) {
        return fail(ErrorCode::InvalidArgument,
                    "a cell has " + std::to_string(cell.classes.size()) + " classes but " +
                        std::to_string(cell.probabilities.size()) + " probabilities",
                    cell.path);
    }
    if (!std::all_of(cell.probabilities.begin(), cell.probabilities.end(), [](double p) { return std::isfinite(p); })) {
        return fail(ErrorCode::InvalidArgument, "a cell has a probability that is not a number", cell.path);
    }
    if (!std::all_of(cell.embedding.begin(), cell.embedding.end(), [](float value) { return std::isfinite(value); })) {
        return fail(ErrorCode::InvalidArgument, "a cell's vector holds what is not a number", cell.path);
    }
    if (cell.asked.views < 1 || (cell.disagreement && !(*cell.disagreement >= 0 && std::isfinite(*cell.disagreement)))) {
        return fail(ErrorCode::InvalidArgument, "a cell was asked in no way there is", cell.path);
    }
    std::vector<std::string> texts = cell.classes;
    texts.insert(texts.end(), cell.asked.otherModels.begin(), cell.asked.otherModels.end());
    texts.insert(texts.end(), cell.flags.begin(), cell.flags.end());
    texts.insert(texts.end(), {cell.sha256, cell.added, cell.modelName, cell.modelSha256, cell.predictedClass, cell.assignedClass});
    if (!std::all_of(texts.begin(), texts.end(), [](const std::string& text) { return isPlainText(text); })) {
        return fail(ErrorCode::InvalidArgument, "a class, flag or model name is not UTF-8 text", cell.path);
    }
    return {};
}

}  // namespace leukolens::casebook
