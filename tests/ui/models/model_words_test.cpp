#include "ui/models/model_words.h"

#include <QLocale>

#include <gtest/gtest.h>

#include "core/stain/stain_target.h"

namespace leukolens::ui {
namespace {

using inference::ModelCard;
using inference::ModelInspection;

TEST(ModelWordsTest, KnowsFilesOfModelsByTheirEndingInAnyCase) {
    for (const char* name : {"/a b/ü.leukomodel", "w.pth", "W.PTH", "x.pt", "y.safetensors"})
        EXPECT_TRUE(isModelFile(name)) << name;
    for (const char* name : {"a.png", "pth", "folder.pth/a.bmp", "a.leukomodel.zip", "apt", ""})
        EXPECT_FALSE(isModelFile(name)) << name;
}

TEST(ModelWordsTest, CountsCellsAndPatients) {
    EXPECT_EQ(countText({}), "");
    EXPECT_EQ(countText({1, 0}), "1 cell");
    EXPECT_EQ(countText({2, 1}), "2 cells of 1 patient");
    EXPECT_EQ(countText({4800, 47}), QLocale().toString(4800) + " cells of 47 patients");
}

TEST(ModelWordsTest, GivesAMeasureWithItsIntervalAndOnWhat) {
    inference::CardMetric metric{"accuracy", 0.9134, 0.861, 0.949, 0.95, "test cells of unseen subjects", "bootstrap"};
    EXPECT_EQ(metricText(metric), "0.91 (0.86 to 0.95), on test cells of unseen subjects");
    EXPECT_EQ(metricMethod(metric), QString::fromUtf8("95\u00a0% interval: bootstrap"));
    metric.low.reset();
    EXPECT_EQ(metricText(metric), "0.91, on test cells of unseen subjects") << "half an interval is none";
    ModelCard card;
    EXPECT_EQ(metricsText(card), "Not evaluated yet");
    card.metrics = {metric, {"loss", 0.3, {}, {}, 0.95, "", ""}};
    EXPECT_EQ(metricsText(card), "Accuracy 0.91, on test cells of unseen subjects");
}

TEST(ModelWordsTest, SaysWhetherPatientsWereKeptApart) {
    ModelCard card;
    EXPECT_TRUE(originText(card).startsWith("Not known"));
    card.training.protocol = "paper";
    EXPECT_TRUE(originText(card).startsWith("Optimistic: patients shared"));
    card.training = {"patient", 2, 3, 12, "", "", "trunk.pth"};
    EXPECT_EQ(originText(card),
              "Patients kept apart between training and test\nFold 2 of 3, best epoch 12\nStarted from trunk.pth");
    card.training.startedFrom.clear();
    EXPECT_TRUE(originText(card).endsWith("without pretrained weights"));
    card.training.folds = 0;
    EXPECT_EQ(originText(card), "Patients kept apart between training and test\nFold 2, best epoch 12")
        << "an old card knows no more";
}

TEST(ModelWordsTest, TellsTheStainAndWhetherItKnowsItsColours) {
    ModelCard card;
    EXPECT_FALSE(pictureText(card).contains("stain"));
    card.stain = stain::fixedReference(stain::StainMethod::Reinhard);
    EXPECT_TRUE(pictureText(card).endsWith("brought to one stain by itself (Reinhard)"));
    card.stain = stain::fixedReference(stain::StainMethod::Macenko);
    EXPECT_TRUE(pictureText(card).endsWith("brought to one stain by itself (Macenko)"));
    EXPECT_TRUE(colourText(card).startsWith("Not known"));
    card.colours.emplace().pictures = 31;
    EXPECT_EQ(colourText(card), "Those of 31 training pictures: pictures of a foreign stain are told");
}

TEST(ModelWordsTest, TellsWhatBecomesOfThePicturesBackground) {
    ModelCard card;
    EXPECT_EQ(backgroundText(card), "Not known: pictures are taken as they are");
    card.background = inference::Background::Kept;
    EXPECT_TRUE(backgroundText(card).endsWith("nothing is masked"));
    card.background = inference::Background::Black;
    EXPECT_TRUE(backgroundText(card).startsWith("Black: "));
    EXPECT_TRUE(backgroundText(card).contains("magnification"));
}

TEST(ModelWordsTest, TellsWhether8BitAnswersAreOffered) {
    ModelCard card;
    EXPECT_TRUE(eightBitText(card).startsWith("Not measured"));
    card.eightBit = inference::EightBitFacts{{}, 0.9975, 400, "", ""};
    EXPECT_EQ(eightBitText(card), "Offered: of 400 held-out cells 99.8 % keep their class");
    card.eightBit->agreement = 0.975;
    EXPECT_EQ(eightBitText(card), "Not offered: of 400 held-out cells only 97.5 % keep their class, 99.5 % are needed");
}

TEST(ModelWordsTest, TellsWhatItCannotTellForWantOfTrainingPictures) {
    ModelCard card;
    EXPECT_EQ(sharpnessText(card), "Not known: it cannot tell blurred pictures");
    card.sharpness = inference::SharpnessReference{10, 20, 300, 450};
    EXPECT_EQ(sharpnessText(card), "That of training pictures of 300 to 450 px: blurred pictures of about that size are told");
    card.sharpness->smallestPx = 450;
    EXPECT_EQ(sharpnessText(card), "That of training pictures of 450 px: blurred pictures of about that size are told");
    EXPECT_TRUE(listedCellsText(card).startsWith("None: it cannot tell pictures that are no cells"));
    card.referencesSha256 = std::string(64, 'a');
    EXPECT_TRUE(listedCellsText(card).startsWith("Yes"));
}

TEST(ModelWordsTest, TellsFromWhatProbabilityOn) {
    ModelCard card;
    card.blastClass = "all";
    EXPECT_EQ(decisionText(card), QString::fromUtf8("Under 60\u00a0% a cell goes to Unidentified"));
    card.threshold = 0.425;
    EXPECT_EQ(decisionText(card),
              QString::fromUtf8("ALL blast from 42.5\u00a0%\nUnder 60\u00a0% a cell goes to Unidentified"));
    EXPECT_TRUE(calibrationText(card).startsWith("No"));
    card.temperature = 1.3;
    EXPECT_TRUE(calibrationText(card).startsWith("Yes"));
}

TEST(ModelWordsTest, NetworksHaveTheirProperNames) {
    EXPECT_EQ(networkName("inception_v3"), "InceptionV3");
    EXPECT_EQ(networkName("alexnet"), "AlexNet");
    EXPECT_EQ(networkName("vgg16_eca"), "VGG16-ECA");
    EXPECT_EQ(networkName("mobilenet_v3_small"), "MobileNetV3-Small");
    EXPECT_EQ(networkName("efficientnet_b0"), "EfficientNet-B0");
    EXPECT_EQ(networkName("leuknet"), "LeukNet");
    EXPECT_EQ(networkName("lstm_rows"), "LSTM over rows");
    EXPECT_EQ(networkName("of_a_newer_program"), "of_a_newer_program");
}

TEST(ModelWordsTest, TellsWhatALastLayerMeans) {
    ModelInspection inspection;
    inspection.network = "inception_v3";
    inspection.loaded.resize(564);
    inspection.missing.resize(14);
    EXPECT_EQ(fitText(inspection), "564 of 578 tensors fit InceptionV3");
    EXPECT_EQ(headText(inspection), "No last layer: it can be a starting point for training, it cannot classify.");
    for (const int outputs : {2, 20}) {
        inspection.headClasses = outputs;
        EXPECT_TRUE(canNameClasses(inspection));
        EXPECT_TRUE(headText(inspection).contains(QString("with %1 outputs").arg(outputs)));
    }
    for (const int outputs : {0, 1, 21, 1000}) {
        inspection.headClasses = outputs;
        EXPECT_FALSE(canNameClasses(inspection)) << outputs;
    }
    EXPECT_TRUE(headText(inspection).contains("ImageNet"));
    inspection.headClasses = 2;
    inspection.card = ModelCard();
    EXPECT_FALSE(canNameClasses(inspection)) << "its card names them";
}

TEST(ModelWordsTest, NamesImportedWeightsWithoutTheirChecksumInTheWay) {
    ModelCard card;
    card.description = "Imported from my (old) weights.pth (pth, SHA-256 " + std::string(64, 'a') + ").";
    EXPECT_EQ(descriptionText(card), "Imported from my (old) weights.pth");
    card.description += " Its last layer of 1000 outputs was left out: training makes a fresh one.";
    EXPECT_EQ(descriptionText(card),
              "Imported from my (old) weights.pth. Its last layer of 1000 outputs was left out: training makes a fresh one.");
    card.description = "Made by hand.";
    EXPECT_EQ(descriptionText(card), "Made by hand.");
}

TEST(ModelWordsTest, CountersOfBatchNormAreNoWeights) {
    ModelInspection inspection;
    inspection.numberTypes = {"float16", "int64"};
    EXPECT_EQ(numberTypeText(inspection), "16 bits (float16): rounded to about 3 digits");
}

}  // namespace
}  // namespace leukolens::ui
