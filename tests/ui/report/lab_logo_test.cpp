#include "ui/report/lab_logo.h"

#include <gmock/gmock.h>

#include <QBuffer>
#include <QImage>

#include "core/base/files.h"
#include "tests/support/temp_folder.h"

namespace leukolens::ui::pdf {
namespace {

std::string png(int width, int height) {
    QImage image(width, height, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes.toStdString();
}

class LabLogoTest : public testing::Test {
protected:
    test::TempFolder folder;
    Result<LabLogo> read(const std::string& content, const std::string& name = "logo.png") {
        if (!writeFileAtomically(folder / name, content)) throw std::runtime_error("could not write");
        return readLabLogo(folder / name);
    }
};

TEST_F(LabLogoTest, TakesPngAndSvgByContent) {
    EXPECT_EQ(read(png(300, 100), "logo.dat").value().size, QSizeF(300, 100));
    const auto drawing = read("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20'><rect width='40' height='20'/></svg>").value();
    EXPECT_EQ(drawing.size, QSizeF(40, 20));
    EXPECT_FALSE(drawing.svg.isEmpty());
}

TEST_F(LabLogoTest, RefusesInWordsWhatItCannotUse) {
    const std::string half = png(300, 100).substr(0, 40);
    const struct {
        std::string content;
        ErrorCode code;
        const char* words;
    } kinds[] = {
        {"", ErrorCode::NotAnImage, "neither"},
        {"\xff\xd8\xff\xe0 a JPEG", ErrorCode::NotAnImage, "neither"},
        {"<html/>", ErrorCode::NotAnImage, "neither"},
        {half, ErrorCode::DamagedImage, "damaged"},
        {png(4001, 2), ErrorCode::TooLarge, "4000 px"},
        {"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 0 0'/>", ErrorCode::DamagedImage, "damaged"},
        {"<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 4 4'><image xlink:href='/etc/hostname' width='4' height='4'/></svg>", ErrorCode::InvalidArgument, "other files"},
        {"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 4'><image href='file:///x.png' width='4' height='4'/></svg>", ErrorCode::InvalidArgument, "other files"},
        {std::string((4u << 20) + 1, ' '), ErrorCode::TooLarge, ""},
    };
    for (const auto& kind : kinds) {
        const auto logo = read(kind.content);
        ASSERT_FALSE(logo) << kind.content.substr(0, 60);
        EXPECT_EQ(logo.error().code, kind.code) << logo.error().message();
        EXPECT_THAT(logo.error().what, testing::HasSubstr(kind.words));
        EXPECT_EQ(logo.error().file, folder / "logo.png");
        EXPECT_FALSE(logo.error().advice.empty());
    }
    EXPECT_EQ(readLabLogo(folder / "none.png").error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace leukolens::ui::pdf
