# Installs the headers and the package configuration that find_package(lendbuf CONFIG) reads.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)
set(package_dir "${CMAKE_INSTALL_DATAROOTDIR}/cmake/lendbuf")

install(TARGETS lendbuf EXPORT lendbufTargets FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(EXPORT lendbufTargets NAMESPACE lendbuf:: DESTINATION "${package_dir}")

configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/lendbufConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/package/lendbufConfig.cmake"
  INSTALL_DESTINATION "${package_dir}" NO_SET_AND_CHECK_MACRO)
# Below 1.0 a new minor version may change what users wrote. The headers serve any pointer size.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/package/lendbufConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES
  "${PROJECT_BINARY_DIR}/package/lendbufConfig.cmake"
  "${PROJECT_BINARY_DIR}/package/lendbufConfigVersion.cmake"
  DESTINATION "${package_dir}")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/licenses/lendbuf")
