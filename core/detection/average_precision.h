// How well boxes are found: average precision as COCO defines it (Lin et al. 2014; the numbers of pycocotools), 101 recalls, IoU 0.50 to 0.95. Plain C++.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/detection/field.h"

namespace leukolens::detection {

inline constexpr int kIouSteps = 10;  ///< 0.50, 0.55, … 0.95

struct ClassPrecision {
    double mean = 0;   ///< over all overlaps: COCO's AP. NaN where no box of the class is true
    double at50 = 0;   ///< a box counts from an overlap of one half on: AP@0.5, as VOC counts
    double at75 = 0;
    int boxes = 0;     ///< true ones, difficult ones left out
};

/// At one score and an overlap of one half.
struct ClassCounts {
    int found = 0, missed = 0, extra = 0;

    double recall() const { return static_cast<double>(found) / (found + missed); }    ///< 0…1; NaN where none is true
    double precision() const { return static_cast<double>(found) / (found + extra); }  ///< 0…1; NaN where none is found
};

/// Matches are made once, so that a bootstrap over fields costs little. A difficult true box takes any number of found ones and counts for nothing, as in VOC; otherwise each is found once.
class DetectionScores {
public:
    explicit DetectionScores(int classes) : m_truths(static_cast<std::size_t>(classes)), m_found(static_cast<std::size_t>(classes)) {}

    /// found: any order; the best 100 of each class count.
    void addField(std::span<const LabelledBox> truth, std::span<const FoundBox> found);

    int fields() const { return m_fields; }

    /// One a class. counts: how often each field is there; empty: once.
    std::vector<ClassPrecision> precisions(std::span<const int> counts = {}) const;

    std::vector<ClassCounts> countsFrom(double score) const;

private:
    enum class Match : char { None, True, Ignored };
    struct Scored {
        float score;
        int field;
        std::array<Match, kIouSteps> match;
    };
    void matchClass(std::size_t classIndex, std::span<const LabelledBox> truth, std::vector<FoundBox> found);
    double precisionAt(std::size_t classIndex, std::size_t step, double truths, std::span<const int> counts) const;

    int m_fields = 0;
    std::vector<std::vector<int>> m_truths;     ///< [class][field]: true boxes that are not difficult
    std::vector<std::vector<Scored>> m_found;   ///< [class], best first
};

/// Mean over the classes that have a figure; NaN where none has.
double meanOver(std::span<const ClassPrecision> classes, double ClassPrecision::*figure);

/// 0…1.
double overlapOf(const Box& a, const Box& b);

}  // namespace leukolens::detection
