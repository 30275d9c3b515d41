// A library as an older program might have left it beside this one.
extern "C" __attribute__((visibility("default"))) const char* leukolensCudaFits() { return "leukolens 0.0.0 of old"; }
