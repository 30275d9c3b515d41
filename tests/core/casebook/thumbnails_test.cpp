#include "core/casebook/thumbnails.h"

#include "core/digest/sha256.h"
#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/core/casebook/store_test.h"

namespace leukolens::casebook::test {
namespace {

image::Image plain(int width, int height) { return {width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, 90)}; }

class ThumbnailsTest : public StoreTest {
protected:
    std::filesystem::path writeCell(int width, int height) {
        const auto png = image::encodePng(plain(width, height)).value();
        const auto file = folder / "Zelle.png";
        EXPECT_TRUE(writeFileAtomically(file, png));
        sha256 = digest::sha256(png);
        return file;
    }
    std::string sha256;
};

TEST_P(ThumbnailsTest, AreMadeOfTheFileAndFoundByItsChecksum) {
    Thumbnails thumbnails(*store);
    const auto made = makeThumbnail(writeCell(450, 300), sha256);
    ASSERT_TRUE(made) << made.error().message();
    const auto picture = image::decodeBytes(*made, {});
    ASSERT_TRUE(picture);
    EXPECT_EQ(std::pair(picture->width, picture->height), std::pair(96, 64));
    EXPECT_EQ(thumbnails.find(sha256), Bytes());
    const std::vector<std::pair<std::string, Bytes>> kept = {{sha256, *made}};
    ASSERT_TRUE(thumbnails.keep(kept));
    EXPECT_EQ(thumbnails.find(sha256), *made);
    const std::vector<std::pair<std::string, Bytes>> other = {{sha256, image::encodeJpeg(plain(20, 20), 50).value()}};
    ASSERT_TRUE(thumbnails.keep(other));
    EXPECT_EQ(thumbnails.find(sha256), *made) << "the one that is there stays";
}

TEST_P(ThumbnailsTest, KeepSmallPicturesTheirSize) {
    const auto picture = image::decodeBytes(makeThumbnail(writeCell(80, 40), sha256).value(), {});
    EXPECT_EQ(std::pair(picture->width, picture->height), std::pair(80, 40));
}

TEST_P(ThumbnailsTest, AreNotMadeOfAnotherPicture) {
    const auto file = writeCell(96, 96);
    const auto made = makeThumbnail(file, std::string(64, '0'));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::DataChanged);
    EXPECT_EQ(makeThumbnail(folder / "gone.png", sha256).error().code, ErrorCode::NotFound);
}

TEST_P(ThumbnailsTest, TellWhichCellsHaveNone) {
    const CaseId id = store->createCase("Ana").value(), other = store->createCase("Eva").value();
    std::vector<CaseCell> cells = someCells(3), others = {someCell(9)};
    ASSERT_TRUE(store->addCells(id, cells));
    ASSERT_TRUE(store->addCells(other, others));
    Thumbnails thumbnails(*store);
    const std::vector<std::pair<std::string, Bytes>> kept = {{cells[1].sha256, image::encodeJpeg(plain(96, 96), 85).value()}};
    ASSERT_TRUE(thumbnails.keep(kept));
    const auto missing = thumbnails.missing(id).value();
    ASSERT_EQ(missing.size(), 2u);
    EXPECT_EQ(missing[0], (std::pair<std::string, std::string>(cells[0].sha256, cells[0].path)));
    EXPECT_EQ(missing[1].first, cells[2].sha256);
}

TEST_P(ThumbnailsTest, RefuseWhatIsNone) {
    const std::string name(64, 'a');
    const std::pair<std::string, Bytes> bad[] = {{name, image::encodeJpeg(plain(97, 20), 85).value()}, {name, image::encodePng(plain(20, 20)).value()}, {name, {}}, {name, Bytes(70'000, 0xff)},
                                                 {"no checksum", image::encodeJpeg(plain(20, 20), 85).value()}};
    for (const auto& picture : bad) EXPECT_EQ(Thumbnails(*store).keep(std::span(&picture, 1)).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(Thumbnails(*store).find(name), Bytes());
}

LEUKOLENS_ON_BOTH_DATABASES(ThumbnailsTest);

}  // namespace
}  // namespace leukolens::casebook::test
