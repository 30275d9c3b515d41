#include "core/image/smear.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "core/image/picture_facts.h"

namespace leukolens::image {
namespace {

constexpr int kSmallestSidePx = 24;   ///< of the reduced picture
constexpr double kSmoothingPx = 0.8;
constexpr double kBrightestShare = 0.15;  ///< of the pixels, by their green: these are ground, even around a cell that fills most of the picture
constexpr double kDarkestGround = 50;  ///< of R and G, which the stain is measured by; lamps without much blue are common
constexpr float kBrightestLight = 1.2f;

bool isBlack(const cv::Vec3b& rgb) { return std::max({rgb[0], rgb[1], rgb[2]}) <= kBlackUpTo; }

/// Mean colour of the brightest pixels; all 0 where there are none.
cv::Vec3d groundColour(const cv::Mat& rgb) {
    std::array<int, 256> histogram{};
    int counted = 0;
    for (const auto& pixel : cv::Mat_<cv::Vec3b>(rgb)) {
        if (isBlack(pixel)) continue;
        ++histogram[pixel[1]];
        ++counted;
    }
    int level = 256, above = 0;
    while (level > 0 && above < kBrightestShare * counted) above += histogram[static_cast<std::size_t>(--level)];
    cv::Vec3d sum{};
    int bright = 0;
    for (const auto& pixel : cv::Mat_<cv::Vec3b>(rgb)) {
        if (pixel[1] < level || isBlack(pixel)) continue;
        sum += cv::Vec3d(pixel[0], pixel[1], pixel[2]);
        ++bright;
    }
    return bright > 0 ? sum / bright : cv::Vec3d{};
}

struct Channel {
    std::array<float, 256> light{}, density{};
};

Channel channelOf(double ground) {
    Channel channel;
    for (std::size_t i = 0; i < 256; ++i) {
        const double light = (static_cast<double>(i) + 1) / (ground + 1);
        channel.light[i] = std::min(kBrightestLight, static_cast<float>(light));
        channel.density[i] = static_cast<float>(std::max(0.0, -std::log(light)));
    }
    return channel;
}

}  // namespace

std::optional<Smear> smearOf(const Image& picture) {
    if (picture.width < kSmallestSidePx || picture.height < kSmallestSidePx) return std::nullopt;
    const cv::Mat whole(picture.height, picture.width, CV_8UC3, const_cast<std::uint8_t*>(picture.rgb.data()));  // OpenCV has no header for what is only read
    Smear smear;
    smear.scale = std::min(1.0, static_cast<double>(kSmearPx) / std::max(picture.width, picture.height));
    const cv::Size size(cvRound(picture.width * smear.scale), cvRound(picture.height * smear.scale));
    if (std::min(size.width, size.height) < kSmallestSidePx) return std::nullopt;
    cv::Mat rgb;
    cv::resize(whole, rgb, size, 0, 0, cv::INTER_AREA);
    cv::GaussianBlur(rgb, rgb, {0, 0}, kSmoothingPx);
    const cv::Vec3d ground = groundColour(rgb);
    if (std::min(ground[0], ground[1]) < kDarkestGround) return std::nullopt;
    const std::array<Channel, 3> channels{channelOf(ground[0]), channelOf(ground[1]), channelOf(ground[2])};
    smear.light.create(size, CV_32FC3);
    smear.stain.create(size, CV_32F);
    smear.darkness.create(size, CV_32F);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const auto& pixel = rgb.at<cv::Vec3b>(y, x);
            const bool black = isBlack(pixel);
            cv::Vec3f light(1, 1, 1);
            for (int c = 0; c < 3 && !black; ++c) light[c] = channels[static_cast<std::size_t>(c)].light[pixel[c]];
            const cv::Vec3f absorbed = cv::Vec3f(1, 1, 1) - light;
            smear.light.at<cv::Vec3f>(y, x) = light;
            smear.stain.at<float>(y, x) = black ? 0 : channels[0].density[pixel[0]] + channels[1].density[pixel[1]];
            smear.darkness.at<float>(y, x) = std::min(1.0f, std::sqrt(absorbed.dot(absorbed) / 2));
        }
    }
    return smear;
}

}  // namespace leukolens::image
