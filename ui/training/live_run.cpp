#include "ui/training/live_run.h"

#include <utility>

namespace leukolens::ui {

void LiveRun::onNotice(const std::string& text) {
    const std::lock_guard lock(m_mutex);
    m_news.notices.push_back(text);
}

void LiveRun::onWeights(const experiment::WeightsRecord& record) {
    const std::lock_guard lock(m_mutex);
    m_news.weights = record;
}

void LiveRun::onEpoch(const experiment::EpochRecord& record) {
    const std::lock_guard lock(m_mutex);
    m_news.epochs.push_back(record);
}

void LiveRun::onFold(const experiment::FoldRecord& record) {
    const std::lock_guard lock(m_mutex);
    m_news.folds.push_back(record);
}

void LiveRun::onRunning() {
    const std::lock_guard lock(m_mutex);
    m_news.phases.push_back({});
}

void LiveRun::onPaused(const experiment::PauseRecord& record) {
    const std::lock_guard lock(m_mutex);
    m_news.phases.push_back({true, record.trouble});
}

void LiveRun::onValidation(const std::vector<std::vector<int>>& cells) {
    const std::lock_guard lock(m_mutex);
    m_news.validationClasses = cells;
}

LiveNews LiveRun::drain() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_news, {});
}

}  // namespace leukolens::ui
