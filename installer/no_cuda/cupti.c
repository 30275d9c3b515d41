// CUDA's profiling interface where there is no GPU: see cudart.c. Each call says that there is nothing to profile.
// Names: CUPTI 13.0. None reads its arguments, so that they need no types.
enum { kNotInitialized = 15 };  // CUPTI_ERROR_NOT_INITIALIZED

#define NOTHING_TO_PROFILE(name) \
    int name(void) { return kNotInitialized; }

NOTHING_TO_PROFILE(cuptiActivityDisable)
NOTHING_TO_PROFILE(cuptiActivityEnable)
NOTHING_TO_PROFILE(cuptiActivityEnableCudaEventDeviceTimestamps)
NOTHING_TO_PROFILE(cuptiActivityEnableDriverApi)
NOTHING_TO_PROFILE(cuptiActivityEnableRuntimeApi)
NOTHING_TO_PROFILE(cuptiActivityFlushAll)
NOTHING_TO_PROFILE(cuptiActivityGetNextRecord)
NOTHING_TO_PROFILE(cuptiActivityGetNumDroppedRecords)
NOTHING_TO_PROFILE(cuptiActivityPopExternalCorrelationId)
NOTHING_TO_PROFILE(cuptiActivityPushExternalCorrelationId)
NOTHING_TO_PROFILE(cuptiActivityRegisterCallbacks)
NOTHING_TO_PROFILE(cuptiActivityRegisterTimestampCallback)
NOTHING_TO_PROFILE(cuptiActivitySetAttribute)
NOTHING_TO_PROFILE(cuptiEnableCallback)
NOTHING_TO_PROFILE(cuptiEnableDomain)
NOTHING_TO_PROFILE(cuptiFinalize)
NOTHING_TO_PROFILE(cuptiSubscribe)
NOTHING_TO_PROFILE(cuptiUnsubscribe)

int cuptiGetVersion(unsigned* version) {
    *version = 0;
    return kNotInitialized;
}

int cuptiGetResultString(int result, const char** text) {
    *text = result == 0 ? "success" : "no CUDA-capable device is detected";
    return 0;
}
