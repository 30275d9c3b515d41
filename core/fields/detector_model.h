// A finder of cells as a file: the same .leukomodel zip as a classifier's, with a card of its own.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/detection/detector.h"
#include "core/image/image.h"

namespace leukolens::fields {

struct DetectorClass {
    std::string name;
    int trainBoxes = 0, testBoxes = 0;
};

/// A measured value of one class or, where className is empty, the mean over all.
struct DetectorMetric {
    std::string name;       ///< "AP@0.5", "AP@[.5:.95]"
    std::string className;
    double value = 0;       ///< 0…1
    std::optional<double> low, high;  ///< 95 %, bootstrap over fields
};

struct DetectorCard {
    std::string name;         ///< shown to people
    std::string backbone;     ///< "inception_v3"
    std::vector<DetectorClass> classes;  ///< in the order of the answers
    int shortSidePx = 480;    ///< what the shorter side of a field is brought to
    std::optional<double> umPerPx;  ///< of a pixel of the training fields as the network saw them; nothing: not known
    int trainFields = 0, testFields = 0, epochs = 0;
    std::string settingsSha256, dataSha256;
    std::string startedFrom;  ///< file name of the pretrained weights; empty: random initialisation
    std::vector<DetectorMetric> metrics;  ///< on the test fields
    std::string program, created;         ///< "Leukolens 0.1.0"; ISO 8601, UTC
    std::string licence, intendedUse, limits;  ///< sentences for people
    std::string weightsSha256;

    std::vector<std::string> classNames() const;
};

/// With the sentences and the program that a card of this program starts with.
DetectorCard standardCard();

/// InvalidArgument for a card that no model can have: classes without a name of their own or too many, texts that are no UTF-8 or hold control characters. `file` is named.
Result<void> checkCard(const DetectorCard& card, const std::filesystem::path& file);

/// Fills in the checksum of the weights, checks the card (InvalidArgument), writes atomically and returns the file's SHA-256.
Result<std::string> writeDetectorModel(const std::filesystem::path& file, DetectorCard card, std::span<const std::uint8_t> weights);

/// A model that is ready to find. One thread at a time.
class DetectorModel {
public:
    /// device: "auto", "cpu" or "cuda"; precision: "auto", "fp32" or "bf16". Fails with NotAModel (a classifier, another program's file, a newer format), DamagedModel, NoDevice, InvalidArgument or as
    /// readFile() does.
    static Result<DetectorModel> open(const std::filesystem::path& file, const std::string& device, const std::string& precision);

    const DetectorCard& card() const { return m_card; }
    const std::string& sha256() const { return m_sha256; }

    /// Best first, in px of the picture as given. Fails with InvalidArgument for a picture whose sides differ so much that the shorter one would be shown with less than kLeastSidePx, and with OutOfMemory:
    /// one picture that is too large does not end the others.
    Result<std::vector<detection::FoundBox>> detect(const image::Image& field) const;

    /// The same of a picture that shows cells as large as the training fields did when the network saw them. Fails alike.
    Result<std::vector<detection::FoundBox>> detectAsShown(const image::Image& shown) const;

private:
    DetectorModel(DetectorCard card, std::string sha256, std::unique_ptr<detection::Detector> detector) : m_card(std::move(card)), m_sha256(std::move(sha256)), m_detector(std::move(detector)) {}

    DetectorCard m_card;
    std::string m_sha256;
    std::unique_ptr<detection::Detector> m_detector;
};

}  // namespace leukolens::fields
