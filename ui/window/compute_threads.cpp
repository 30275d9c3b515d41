#include "ui/window/compute_threads.h"

#include "core/base/cores.h"
#include "core/engine/device.h"
#include "ui/shell/app_settings.h"

namespace leukolens::ui {

void useComputeThreads(const AppSettings& settings) {
    const int count = settings.number(SettingKey::ComputeThreads);
    if (count == 0) return;
    limitCores(count);
    engine::useThreads(count);
}

}  // namespace leukolens::ui
