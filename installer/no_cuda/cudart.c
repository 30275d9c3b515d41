// What LibTorch's library for processors asks of CUDA's runtime, answered as on a computer without a GPU. LibTorch's official wheel is
// built for both; its library for processors names libcudart.so.13 though only its profiler, which Leukolens never starts, calls it.
// Packages carry this in place of NVIDIA's library, which is neither free software nor of use there. Who adds CUDA (cuda.md beside the
// program) has NVIDIA's own loaded first.
// Signatures: CUDA Runtime API 13.0, "Device Management", "Error Handling", "Version Management".
enum { kNoDevice = 100 };  // cudaErrorNoDevice

int cudaGetDeviceCount(int* count) {
    *count = 0;
    return kNoDevice;
}

int cudaGetDeviceProperties(void* properties, int device) {
    (void)properties;
    (void)device;
    return kNoDevice;
}

int cudaDeviceSynchronize(void) { return kNoDevice; }

int cudaDriverGetVersion(int* version) {
    *version = 0;  // no driver is installed
    return 0;
}

int cudaRuntimeGetVersion(int* version) {
    *version = 13000;
    return 0;
}

const char* cudaGetErrorString(int error) {
    return error == 0 ? "no error" : "no CUDA-capable device is detected";
}
