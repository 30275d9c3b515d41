#include "core/image/row_reader.h"

#include <new>
#include <stdexcept>

#include "core/image/decoders.h"
#include "core/image/orientation.h"

namespace leukolens::image {
namespace {

Result<RowsPtr> rowsOf(const Suspect& suspect, const Probed& probed) {
    switch (probed.format) {
        case Format::Bmp: return bmpRows(suspect, probed);
        case Format::Jpeg: return jpegRows(suspect, probed);
        case Format::Tiff: return tiffRows(suspect, probed);
        case Format::Png: return pngRows(suspect, probed);
        case Format::WebP: break;
    }
    return webpRows(suspect, probed);
}

tl::unexpected<Error> tooManyBytes(std::uint64_t bytes, const std::filesystem::path& file, const DecodeLimits& limits) {
    return fail(ErrorCode::TooLarge, "has " + std::to_string(bytes) + " bytes, more than the limit of " + std::to_string(limits.maxFileBytes), file, "Choose a smaller file.");
}

}  // namespace

struct RowReader::State {
    template <class... Source>
    State(std::filesystem::path path, const DecodeLimits& given, Source&&... from) : file(std::move(path)), limits(given), source(std::forward<Source>(from)...) {}

    std::filesystem::path file;
    DecodeLimits limits;
    ByteSource source;
    Suspect suspect{source, file, limits};
    Probed probed;
    RowsPtr rows;
    std::int64_t rowsGiven = 0;
};

RowReader::RowReader(std::unique_ptr<State> state) : m_state(std::move(state)) {}
RowReader::~RowReader() = default;
RowReader::RowReader(RowReader&&) noexcept = default;
RowReader& RowReader::operator=(RowReader&&) noexcept = default;

Result<RowReader> RowReader::started(std::unique_ptr<State> state) {
    const auto probed = probe(state->suspect);
    if (!probed) return fail(probed.error());
    state->probed = *probed;
    try {
        auto rows = rowsOf(state->suspect, *probed);
        if (const auto& problem = state->source.problem()) return fail(*problem);
        if (!rows) return fail(rows.error());
        state->rows = std::move(*rows);
    } catch (const std::bad_alloc&) {
        return outOfMemory(state->file);
    }
    return RowReader(std::move(state));
}

Result<RowReader> RowReader::open(const std::filesystem::path& file, const DecodeLimits& limits, const CancelToken& cancel) {
    auto opened = OrdinaryFile::open(file);
    if (!opened) return fail(opened.error());
    if (opened->size() > limits.maxFileBytes) return tooManyBytes(opened->size(), file, limits);
    return started(std::make_unique<State>(file, limits, std::move(*opened), file, cancel));
}

Result<RowReader> RowReader::fromBytes(std::span<const std::uint8_t> bytes, const std::filesystem::path& file, const DecodeLimits& limits) {
    if (bytes.size() > limits.maxFileBytes) return tooManyBytes(bytes.size(), file, limits);
    return started(std::make_unique<State>(file, limits, bytes));
}

int RowReader::width() const { return static_cast<int>(m_state->probed.size.width); }
int RowReader::height() const { return static_cast<int>(m_state->probed.size.height); }
int RowReader::orientation() const { return m_state->probed.orientation; }

Result<void> RowReader::next(std::span<std::uint8_t> rgb) {
    if (m_state->rowsGiven >= m_state->probed.size.height || rgb.size() != static_cast<std::size_t>(m_state->probed.size.width) * 3) throw std::logic_error("RowReader::next");
    ++m_state->rowsGiven;
    try {
        auto read = m_state->rows->next(rgb.data());
        if (const auto& problem = m_state->source.problem()) return fail(*problem);
        return read;
    } catch (const std::bad_alloc&) {
        return outOfMemory(m_state->file);
    }
}

Result<Image> readWhole(RowReader& reader) {
    Image image = blank({reader.width(), reader.height()});
    const std::size_t rowBytes = static_cast<std::size_t>(image.width) * 3;
    for (int y = 0; y < image.height; ++y)
        if (const auto read = reader.next(std::span(image.rgb).subspan(image.offset(0, y), rowBytes)); !read) return fail(read.error());
    return oriented(std::move(image), reader.orientation());
}

}  // namespace leukolens::image
