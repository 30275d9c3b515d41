// A tree as large as C-NMC, of drawn cells on black, for measurements of reading.
//     bench_make_large_set FOLDER [COUNT=15000] [PX=450] [FORMAT=bmp]      FORMAT: bmp, png, jpg, tif or webp
// FOLDER/training_data/fold_{0,1,2}/{all,hem}/UID_<subject>_<image>_<cell>_{all,hem}.FORMAT, 120 subjects, each picture another. BMP of 450 px
// takes 9.1 GB for 15,000: more than the page cache of a small machine holds; 300 px take 4.1 GB.
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <opencv2/imgcodecs.hpp>
#include <string>

#include "core/base/files.h"
#include "core/base/random.h"

namespace {
namespace fs = std::filesystem;
using namespace leukolens;

constexpr int kSubjects = 120;

/// Random numbers on a lattice, from −1 to 1, straight between its points: the coarse texture of a nucleus, by which cells differ.
class Texture {
public:
    explicit Texture(Random& random) {
        for (double& value : m_values) value = random.uniform(-1, 1);
    }
    /// x, y: −1…1.
    double at(double x, double y) const {
        const double column = (x + 1) / 2 * (kSide - 1.001), row = (y + 1) / 2 * (kSide - 1.001);
        const auto i = static_cast<std::size_t>(column), k = static_cast<std::size_t>(row);
        const double right = column - static_cast<double>(i), below = row - static_cast<double>(k);
        const auto line = [&](std::size_t y_) { return m_values[y_ * kSide + i] * (1 - right) + m_values[y_ * kSide + i + 1] * right; };
        return line(k) * (1 - below) + line(k + 1) * below;
    }

private:
    static constexpr std::size_t kSide = 9;
    std::array<double, kSide * kSide> m_values{};
};

/// A purple ellipse a third of the picture wide, with a darker nucleus anywhere in it, texture, and grain.
cv::Mat drawCell(int px, Random& random) {
    const Texture texture(random);
    cv::Mat picture = cv::Mat::zeros(px, px, CV_8UC3);
    const double a = px * random.uniform(0.14, 0.26), b = px * random.uniform(0.14, 0.26), tilt = random.uniform(0, 3.14), nucleus = random.uniform(0.4, 0.9);
    const double besideU = random.uniform(-0.4, 0.4), besideV = random.uniform(-0.4, 0.4);
    const double c = std::cos(tilt), s = std::sin(tilt);
    std::uint64_t bits = random.next();
    for (int y = 0; y < px; ++y) {
        auto* pixel = picture.ptr<cv::Vec3b>(y);
        for (int x = 0; x < px; ++x) {
            const double u = ((x - px / 2) * c + (y - px / 2) * s) / a, v = ((y - px / 2) * c - (x - px / 2) * s) / b, r = u * u + v * v;
            if (r > 1) continue;
            bits = bits * 6364136223846793005u + 1442695040888963407u;
            const int grain = static_cast<int>(bits >> 60), dark = (std::hypot(u - besideU, v - besideV) < nucleus ? 50 : 10) + static_cast<int>(50 * texture.at(u, v));
            const auto value = [&](int base) { return static_cast<std::uint8_t>(base - dark + grain); };
            pixel[x] = cv::Vec3b(value(200), value(120), value(190));
        }
    }
    return picture;
}

Result<void> writeCell(const fs::path& root, int number, int px, const std::string& format, Random& random) {
    const int subject = number % kSubjects;
    const bool leukaemia = subject % 3 != 0;
    const std::string label = leukaemia ? "all" : "hem";
    const fs::path folder = root / "training_data" / ("fold_" + std::to_string(subject / 3 % 3)) / label;
    if (const auto created = createFolder(folder); !created) return created;
    Bytes bytes;
    if (!cv::imencode("." + format, drawCell(px, random), bytes)) return fail(ErrorCode::InvalidArgument, "no such format: " + format);
    const std::string name = "UID_" + std::string(leukaemia ? "" : "H") + std::to_string(subject) + "_" + std::to_string(number / kSubjects / 10 + 1) + "_" +
                             std::to_string(number / kSubjects % 10 + 1) + "_" + label + "." + format;
    std::FILE* out = std::fopen((folder / name).c_str(), "wb");  // no flush to the disk after each of them
    const bool good = out && std::fwrite(bytes.data(), 1, bytes.size(), out) == bytes.size();
    if (!out || std::fclose(out) != 0 || !good) return fail(ErrorCode::WriteFailed, "could not be written", folder / name);
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    const int count = argc > 2 ? std::atoi(argv[2]) : 15'000;
    const int px = argc > 3 ? std::atoi(argv[3]) : 450;
    const std::string format = argc > 4 ? argv[4] : "bmp";
    if (argc < 2 || count < 1 || px < 8 || px > 5000) {
        std::fprintf(stderr, "usage: bench_make_large_set FOLDER [COUNT=15000] [PX=450] [FORMAT=bmp]\n");
        return 2;
    }
    Random random(1);
    for (int i = 0; i < count; ++i) {
        if (const auto written = writeCell(argv[1], i, px, format, random); !written) {
            std::fprintf(stderr, "%s\n", written.error().message().c_str());
            return 1;
        }
    }
    return 0;
}
