#include "core/engine/cuda_library.h"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include "core/engine/answer_operations.h"
#include "core/engine/device.h"
#include "core/engine/picture_operations.h"
#include "core/engine/step_graph.h"
#include "core/nn/block_operations.h"

namespace leukolens::engine {
namespace {

class CudaLibraryTest : public testing::Test {
protected:
    ~CudaLibraryTest() override {
        if (cudaAvailable()) return;
        nn::setBlockOperations(at::kCUDA, nullptr);
        setPictureOperations(at::kCUDA, nullptr);
        setStepGraphs(at::kCUDA, nullptr);
        setAnswerOperations(at::kCUDA, nullptr);
    }
};

TEST_F(CudaLibraryTest, LiesBesideTheProgram) {
    EXPECT_EQ(cudaLibraryPath().filename(), "libleukolens_cuda.so");
    EXPECT_TRUE(std::filesystem::is_directory(cudaLibraryPath().parent_path()));
}

TEST_F(CudaLibraryTest, SaysWhatIsWrongWithOneThatIsMissingOrAnotherProgramsOrNone) {
    EXPECT_NE(loadCudaLibrary("/nowhere/libleukolens_cuda.so").find("there is no /nowhere"), std::string::npos);
    EXPECT_NE(loadCudaLibrary("/proc/self/status").find("/proc/self/status"), std::string::npos);
    const auto why = loadCudaLibrary(LEUKOLENS_UNFITTING_LIBRARY);
    EXPECT_NE(why.find("leukolens 0.0.0 of old"), std::string::npos) << why;
    EXPECT_TRUE(cudaAvailable() || !nn::blockOperations(at::kCUDA)) << "nothing of it is used";
}

TEST_F(CudaLibraryTest, OffersItsOperationsForCudaAlone) {
#ifdef LEUKOLENS_CUDA_LIBRARY
    // Without LibTorch's CUDA library its functions cannot run, but it loads: what it needs is looked up when it is called.
    if (!cudaAvailable()) {
        ASSERT_TRUE(dlopen(LEUKOLENS_ALLOCATOR_STAND_IN, RTLD_NOW | RTLD_GLOBAL)) << dlerror();
    }
    ASSERT_EQ(loadCudaLibrary(LEUKOLENS_CUDA_LIBRARY), "");
    const auto* norm = nn::blockOperations(at::kCUDA);
    ASSERT_TRUE(norm && norm->normRelu && norm->normReluFixed && norm->normReluGradient && norm->averagePool && norm->maxPool && norm->maxPoolGradient && norm->windows);
    ASSERT_TRUE(pictureOperations(at::kCUDA) && pictureOperations(at::kCUDA)->networkInput);
    const auto* answers = answerOperations(at::kCUDA);
    ASSERT_TRUE(stepGraphs(at::kCUDA) && answers && answers->graphs && answers->computing && answers->copying);
    EXPECT_NE(nn::blockOperations(at::kCPU), norm);
    EXPECT_EQ(answerOperations(at::kCPU), nullptr);
    EXPECT_EQ(pictureOperations(at::kCPU), nullptr);
#else
    GTEST_SKIP() << "built without CUDA's compiler";
#endif
}

}  // namespace
}  // namespace leukolens::engine
