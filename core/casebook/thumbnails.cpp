#include "core/casebook/thumbnails.h"

#include <algorithm>
#include <cmath>

#include "core/base/base64.h"
#include "core/casebook/case_state.h"
#include "core/digest/sha256.h"
#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/image/resize.h"

namespace leukolens::casebook {
namespace {

constexpr int kQuality = 85;

image::DecodeLimits smallPictures() {
    image::DecodeLimits limits;
    limits.minSidePx = 1;  // of a picture that is far longer than wide
    return limits;
}

bool isThumbnail(const Bytes& jpeg) {
    if (jpeg.size() < 2 || jpeg.size() > kMostThumbnailBytes || jpeg[0] != 0xff || jpeg[1] != 0xd8) return false;
    const auto picture = image::decodeBytes(jpeg, {}, smallPictures());
    return picture && std::max(picture->width, picture->height) <= kThumbnailSidePx;
}

int scaled(int side, int longer) { return std::max(1, static_cast<int>(std::lround(static_cast<double>(side) * kThumbnailSidePx / longer))); }

}  // namespace

Result<void> Thumbnails::keep(std::span<const std::pair<std::string, Bytes>> pictures) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<void> {
        for (const auto& [sha256, jpeg] : pictures)
            if (!digest::isSha256(sha256) || !isThumbnail(jpeg))
                return fail(ErrorCode::InvalidArgument, "a small picture is no JPEG of " + std::to_string(kThumbnailSidePx) + " px at most", state->path());
        Transaction transaction(state->sql());
        // Not in the trail: what it shows is fixed by the checksum of the file it was made from, which stands there with the cell.
        state->requireWriter();
        for (const auto& [sha256, jpeg] : pictures) {
            const std::string text = toBase64(jpeg);
            state->sql() << "INSERT INTO thumbnail (sha256, picture) VALUES (:sha256, :picture) ON CONFLICT DO NOTHING", soci::use(sha256), soci::use(text);
        }
        transaction.commit();
        return {};
    });
}

Result<Bytes> Thumbnails::find(const std::string& sha256) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<Bytes> {
        std::string text;
        state->sql() << "SELECT picture FROM thumbnail WHERE sha256 = :sha256", soci::use(sha256), soci::into(text);
        if (!state->sql().got_data()) return Bytes{};
        auto jpeg = fromBase64(text);
        if (!jpeg) return fail(ErrorCode::StoreFailed, "the case file is damaged (a small picture is no picture)", state->path(), "Restore it from a backup, or choose another case file.");
        return std::move(*jpeg);
    });
}

Result<std::vector<std::pair<std::string, std::string>>> Thumbnails::missing(CaseId id) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<std::vector<std::pair<std::string, std::string>>> {
        const long long wanted = id;
        std::string sha256, path, relative;
        soci::statement query = (state->sql().prepare << "SELECT sha256, path, relative_path FROM cell WHERE case_id = :case AND NOT EXISTS (SELECT 1 FROM thumbnail t WHERE t.sha256 = cell.sha256) ORDER BY id",
                                 soci::use(wanted), soci::into(sha256), soci::into(path), soci::into(relative));
        std::vector<std::pair<std::string, std::string>> cells;
        for (query.execute(); query.fetch();) cells.emplace_back(sha256, foundAt(state->file(), path, relative));
        return cells;
    });
}

Result<Bytes> makeThumbnail(const std::filesystem::path& file, const std::string& sha256) {
    const auto bytes = readFile(file, image::DecodeLimits().maxFileBytes);
    if (!bytes) return fail(bytes.error());
    if (digest::sha256(*bytes) != sha256) return fail(ErrorCode::DataChanged, "is not the picture any more that was classified", file, "Put the picture back that was there.");
    const auto picture = image::decodeBytes(*bytes, file);
    if (!picture) return fail(picture.error());
    const int longer = std::max(picture->width, picture->height);
    if (longer <= kThumbnailSidePx) return image::encodeJpeg(*picture, kQuality);
    return image::encodeJpeg(image::resized(*picture, scaled(picture->width, longer), scaled(picture->height, longer)), kQuality);
}

}  // namespace leukolens::casebook
