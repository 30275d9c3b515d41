#include "tests/core/dataset/sample_folder.h"

#include <fstream>
#include <stdexcept>

#include "core/image/encode.h"

namespace leukolens::dataset::test {
namespace fs = std::filesystem;
namespace {

std::string twoDigits(int number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

void writeCell(const fs::path& file, int number) {
    image::Image image{8, 8, {}};
    for (int i = 0; i < 64; ++i) {
        for (const int shift : {0, 8, 16}) image.rgb.push_back(static_cast<std::uint8_t>(number >> shift));
    }
    const Bytes png = image::encodePng(image).value();
    fs::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char*>(png.data()), static_cast<std::streamsize>(png.size()));
    if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

std::vector<fs::path> problemPaths(const std::vector<Problem>& problems, const std::string& code) {
    std::vector<fs::path> paths;
    for (const Problem& problem : problems) {
        if (problem.code == code) paths.push_back(problem.path);
    }
    return paths;
}

Dataset datasetOf(const std::vector<std::vector<int>>& cellsOfSubject) {
    Dataset dataset;
    dataset.root = "root";
    dataset.layout = "c-nmc";
    for (std::size_t c = 0; c < cellsOfSubject.size(); ++c) {
        dataset.classes.push_back("class" + std::to_string(c));
        for (std::size_t s = 0; s < cellsOfSubject[c].size(); ++s) {
            const std::string subject = std::string(1, static_cast<char>('A' + c)) + twoDigits(static_cast<int>(s));
            for (int i = 0; i < cellsOfSubject[c][s]; ++i) {
                dataset.cells.push_back(
                    {fs::path("root") / dataset.classes.back() / (subject + "_" + std::to_string(i) + ".png"),
                     static_cast<int>(c),
                     static_cast<int>(dataset.subjects.size()),
                     -1,
                     {}});
            }
            dataset.subjects.push_back(subject);
        }
    }
    return dataset;
}

Dataset randomDataset(Random& random) {
    std::vector<std::vector<int>> cellsOfSubject(2 + random.below(3));
    for (auto& subjects : cellsOfSubject) {
        subjects.resize(4 + random.below(11));
        for (int& cells : subjects) cells = 1 + static_cast<int>(random.below(random.below(4) == 0 ? 300 : 20));
    }
    Dataset dataset = datasetOf(cellsOfSubject);
    std::vector<int> left(dataset.subjects.size(), 0);
    for (const Cell& cell : dataset.cells) ++left[static_cast<std::size_t>(cell.subjectIndex)];
    std::vector<int> relabelled(left.size(), 0);
    for (Cell& cell : dataset.cells) {
        const auto subject = static_cast<std::size_t>(cell.subjectIndex);
        if (random.below(20) != 0 || 2 * (relabelled[subject] + 1) >= left[subject]) continue;
        ++relabelled[subject];
        cell.classIndex = (cell.classIndex + 1) % static_cast<int>(dataset.classes.size());
    }
    return dataset;
}

}  // namespace leukolens::dataset::test
