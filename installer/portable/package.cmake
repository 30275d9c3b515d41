# Called by CPack (generator External) with what it has staged: the one file that runs on other distributions.
execute_process(
  COMMAND ${CMAKE_CURRENT_LIST_DIR}/package.sh ${CPACK_TEMPORARY_DIRECTORY}/usr ${CPACK_PACKAGE_VERSION} ${CPACK_PACKAGE_DIRECTORY}
  COMMAND_ERROR_IS_FATAL ANY)
