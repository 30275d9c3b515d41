#include <algorithm>

#include <opencv2/ml.hpp>

#include "core/image/opencv_setup.h"
#include "core/pipelines/classifier.h"

namespace leukolens::pipelines {
namespace {

// libsvm's, and with it scikit-learn's, stop at this tolerance; OpenCV's own stop after 1,000 steps, far from the optimum.
constexpr double kTolerance = 1e-3;
constexpr int kMostSteps = 1'000'000;

/// Classes that have a row, ascending: OpenCV numbers them like that.
std::vector<int> presentClasses(std::span<const int> labels) {
    std::vector<int> present(labels.begin(), labels.end());
    std::ranges::sort(present);
    present.erase(std::unique(present.begin(), present.end()), present.end());
    return present;
}

std::size_t pairIndex(int first, int second, int classes) {
    return static_cast<std::size_t>(first * (2 * classes - first - 1) / 2 + second - first - 1);
}

}  // namespace

/// first: C, second: gamma.
HeadTensors fitSupportVectors(const Rows& rows, const Candidate& candidate) {
    image::prepareOpenCv();
    const cv::Mat samples(rows.count(), rows.length, CV_32F, const_cast<float*>(rows.vectors.data()));
    const cv::Mat responses(rows.count(), 1, CV_32S, const_cast<int*>(rows.labels.data()));
    const auto machine = cv::ml::SVM::create();
    machine->setType(cv::ml::SVM::C_SVC);
    machine->setKernel(cv::ml::SVM::RBF);
    machine->setC(candidate.first);
    machine->setGamma(candidate.second);
    machine->setTermCriteria({cv::TermCriteria::MAX_ITER + cv::TermCriteria::EPS, kMostSteps, kTolerance});
    if (!machine->train(samples, cv::ml::ROW_SAMPLE, responses)) throw std::runtime_error("the support vector machine was not fitted");

    const cv::Mat vectors = machine->getSupportVectors();
    const auto kept = static_cast<std::size_t>(vectors.rows);
    const auto pairs = static_cast<std::size_t>(rows.classes * (rows.classes - 1) / 2);
    std::vector<float> values(vectors.begin<float>(), vectors.end<float>()), coefficients(pairs * kept), offsets(pairs);
    const auto present = presentClasses(rows.labels);
    const auto isPresent = [&](int label) { return std::ranges::binary_search(present, label); };
    // A class without a row loses against every one that has some.
    for (int i = 0; i < rows.classes; ++i)
        for (int j = i + 1; j < rows.classes; ++j) offsets[pairIndex(i, j, rows.classes)] = static_cast<float>(isPresent(j)) - static_cast<float>(isPresent(i));
    int function = 0;
    for (std::size_t i = 0; i < present.size(); ++i) {
        for (std::size_t j = i + 1; j < present.size(); ++j, ++function) {
            cv::Mat alpha, indices;
            const std::size_t pair = pairIndex(present[i], present[j], rows.classes);
            offsets[pair] = static_cast<float>(machine->getDecisionFunction(function, alpha, indices));
            for (int k = 0; k < indices.cols; ++k) coefficients[pair * kept + static_cast<std::size_t>(indices.at<int>(k))] = static_cast<float>(alpha.at<double>(k));
        }
    }
    return {{"vectors", {{vectors.rows, rows.length}, std::move(values)}},
            {"coefficients", {{static_cast<std::int64_t>(pairs), vectors.rows}, std::move(coefficients)}},
            {"offsets", list(std::move(offsets))},
            {"gamma", list(std::vector{static_cast<float>(candidate.second)})}};
}

}  // namespace leukolens::pipelines
